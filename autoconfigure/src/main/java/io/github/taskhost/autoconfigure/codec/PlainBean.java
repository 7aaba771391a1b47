package io.github.taskhost.autoconfigure.codec;

import java.lang.reflect.Proxy;

/**
 * Tells whether a class is plain data written by the application. Reading the properties
 * of other classes (of the platform, generated, or for resources) may load data, loop or
 * leak.
 */
final class PlainBean {

	private PlainBean() {
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
