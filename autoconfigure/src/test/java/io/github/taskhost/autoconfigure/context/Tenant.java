package io.github.taskhost.autoconfigure.context;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

/**
 * A thread-local of an application, with its accessor.
 */
final class Tenant implements ThreadLocalAccessor<String> {

	private static final ThreadLocal<@Nullable String> CURRENT = new ThreadLocal<>();

	static @Nullable String current() {
		return CURRENT.get();
	}

	static void enter(String tenant) {
		CURRENT.set(tenant);
	}

	static void leave() {
		CURRENT.remove();
	}

	@Override
	public Object key() {
		return "tenant";
	}

	@Override
	public @Nullable String getValue() {
		return CURRENT.get();
	}

	@Override
	public void setValue(String value) {
		CURRENT.set(value);
	}

	@Override
	public void setValue() {
		CURRENT.remove();
	}

}
