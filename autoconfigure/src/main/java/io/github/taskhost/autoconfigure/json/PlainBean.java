package io.github.taskhost.autoconfigure.json;

import java.lang.reflect.Proxy;

/**
 * Which classes are plain data: what the application wrote down as such. What belongs to
 * the platform, is generated, or stands for a resource may load, loop or leak when its
 * properties are read.
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
