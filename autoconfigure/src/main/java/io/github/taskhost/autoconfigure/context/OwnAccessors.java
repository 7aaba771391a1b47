package io.github.taskhost.autoconfigure.context;

import java.util.List;

import io.micrometer.context.ThreadLocalAccessor;
import org.springframework.aop.framework.AopInfrastructureBean;

/**
 * The accessors that Taskhost contributes. Beans of this type instead of
 * {@link ThreadLocalAccessor}, so that an application that injects all accessors does not
 * receive them.
 *
 * @param accessors the accessors, in the order in which they set their values
 */
record OwnAccessors(List<ThreadLocalAccessor<?>> accessors) implements AopInfrastructureBean {

	static OwnAccessors of(ThreadLocalAccessor<?>... accessors) {
		return new OwnAccessors(List.of(accessors));
	}

}
