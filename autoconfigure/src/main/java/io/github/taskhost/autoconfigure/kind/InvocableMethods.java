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
 * Selects the method to invoke on a bean: with an interface-based proxy, the method of an
 * interface instead of that of the class.
 */
final class InvocableMethods {

	private InvocableMethods() {
	}

	static Method select(Method method, Class<?> beanClass) {
		return Proxy.isProxyClass(beanClass) ? ofInterface(method, beanClass) : ofClass(method, beanClass);
	}

	private static Method ofClass(Method method, Class<?> beanClass) {
		if (SpringProxy.class.isAssignableFrom(beanClass) && Modifier.isFinal(method.getModifiers())) {
			throw new InvalidKindMethodException(method, "it is final, and its bean has a class-based proxy.",
					"Make the method not final.");
		}
		if (!method.getDeclaringClass().isAssignableFrom(beanClass)) {
			throw new InvalidKindMethodException(method,
					"the bean is of type " + beanClass.getName() + ", which does not declare this method.",
					"Declare the bean with its class.");
		}
		return method;
	}

	private static Method ofInterface(Method method, Class<?> proxyClass) {
		return Stream.concat(Stream.of(method), bridgesOf(method))
			.map((candidate) -> inInterfaces(candidate, proxyClass))
			.filter(Objects::nonNull)
			.findFirst()
			.orElseThrow(() -> new InvalidKindMethodException(method,
					"none of the interfaces of the proxy of its bean declares it: "
							+ Arrays.stream(proxyClass.getInterfaces()).map(Class::getName).toList() + ".",
					"Declare the method in an interface of the bean, or have the bean proxied by its class "
							+ "(proxyTargetClass=true)."));
	}

	/** Covers interfaces with type variables, whose method has other parameter types. */
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
