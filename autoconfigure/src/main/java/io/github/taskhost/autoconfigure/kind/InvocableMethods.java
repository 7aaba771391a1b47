package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.SpringProxy;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the method by which the object that a bean is, maybe a proxy, is called instead
 * of the method of its class.
 */
final class InvocableMethods {

	private InvocableMethods() {
	}

	static Method select(Method method, Class<?> beanClass) {
		return Proxy.isProxyClass(beanClass) ? ofInterface(method, beanClass) : ofClass(method, beanClass);
	}

	private static Method ofClass(Method method, Class<?> beanClass) {
		if (SpringProxy.class.isAssignableFrom(beanClass) && Modifier.isFinal(method.getModifiers())) {
			throw new InvalidKindMethodException(method,
					"it is final, and its bean has a proxy that it could not be called through.",
					"Make the method not final.");
		}
		if (!method.getDeclaringClass().isAssignableFrom(beanClass)) {
			throw new InvalidKindMethodException(method, "its bean is a " + beanClass.getName() + ", which has it not.",
					"Declare the bean with the class that it has.");
		}
		return method;
	}

	private static Method ofInterface(Method method, Class<?> proxyClass) {
		return Stream.concat(Stream.of(method), bridgesOf(method))
			.map((candidate) -> inInterfaces(candidate, proxyClass))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new InvalidKindMethodException(method,
					"it is in none of the interfaces of the proxy that its bean is: "
							+ Arrays.stream(proxyClass.getInterfaces()).map(Class::getName).toList() + ".",
					"Declare the method in an interface of the bean, or have the bean proxied by its class "
							+ "(proxyTargetClass=true)."));
	}

	/** An interface with type variables has the method with other parameter types. */
	private static Stream<Method> bridgesOf(Method method) {
		return Arrays.stream(method.getDeclaringClass().getDeclaredMethods())
			.filter(Method::isBridge)
			.filter((bridge) -> BridgeMethodResolver.findBridgedMethod(bridge).equals(method));
	}

	private static @Nullable Method inInterfaces(Method method, Class<?> proxyClass) {
		return Arrays.stream(proxyClass.getInterfaces())
			.map((type) -> ReflectionUtils.findMethod(type, method.getName(), method.getParameterTypes()))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

}
