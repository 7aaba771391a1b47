package io.github.taskhost.autoconfigure.context;

import java.util.List;

import io.micrometer.context.ThreadLocalAccessor;

/**
 * What Taskhost carries by itself. A bean of this type and not of the accessors', which
 * an application may collect for its own purposes.
 *
 * @param accessors the accessors, in the order in which they set their values
 */
record OwnAccessors(List<ThreadLocalAccessor<?>> accessors) {

	static OwnAccessors of(ThreadLocalAccessor<?>... accessors) {
		return new OwnAccessors(List.of(accessors));
	}

}
