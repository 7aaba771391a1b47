package io.github.taskhost.local.handle;

import java.lang.invoke.MethodType;

/**
 * Classes of values: callers may name a primitive type, whose values are objects.
 */
public final class Boxed {

	private Boxed() {
	}

	/** The class of the values of a type: {@code Integer} for {@code int}. */
	@SuppressWarnings("unchecked") // the same values
	public static <T> Class<T> of(Class<T> type) {
		return (Class<T>) MethodType.methodType(type).wrap().returnType();
	}

}
