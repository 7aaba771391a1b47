package io.github.taskhost.autoconfigure.codec;

import java.lang.reflect.Proxy;
import java.util.Arrays;

/**
 * Tells whether a class is plain data written by the application. Reading the properties
 * of other classes (of the platform, generated, or for resources) may load data, loop or
 * leak.
 */
final class PlainBean {

	private PlainBean() {
	}

	/** A record, or a data class of Kotlin, which is a record in all but name. */
	static boolean isRecordLike(Class<?> type) {
		return type.isRecord() || isKotlin(type) && hasCopy(type);
	}

	private static boolean isKotlin(Class<?> type) {
		return Arrays.stream(type.getDeclaredAnnotations())
			.anyMatch((annotation) -> annotation.annotationType().getName().equals("kotlin.Metadata"));
	}

	private static boolean hasCopy(Class<?> type) {
		return Arrays.stream(type.getDeclaredMethods()).anyMatch((method) -> method.getName().equals("copy$default"));
	}

	static boolean is(Class<?> type) {
		return type.isRecord() || isWritten(type) && !isPlatform(type) && !Throwable.class.isAssignableFrom(type)
				&& !AutoCloseable.class.isAssignableFrom(type);
	}

	private static boolean isWritten(Class<?> type) {
		return !type.isSynthetic() && !type.isHidden() && !Proxy.isProxyClass(type) && !type.getName().contains("$$")
				&& !type.getName().contains("$HibernateProxy$");
	}

	private static boolean isPlatform(Class<?> type) {
		ClassLoader loader = type.getClassLoader();
		return loader == null || loader == ClassLoader.getPlatformClassLoader();
	}

}
