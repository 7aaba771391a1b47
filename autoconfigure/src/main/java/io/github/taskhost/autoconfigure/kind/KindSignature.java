package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/**
 * Parameters and result of a method with {@link BackgroundTaskKind}, with its type
 * variables resolved by the type of its bean.
 *
 * @param hasInput whether the first parameter is an input
 * @param inputType the type as which an input is read
 * @param resultType the type of the result
 */
record KindSignature(boolean hasInput, Type inputType, Type resultType) {

	private static final String REMEDY = "Its parameters must be '(Input input, BackgroundTaskContext context)', where "
			+ "Input is any type, or '(BackgroundTaskContext context)'. It returns the result or void.";

	static KindSignature of(Method method, ResolvableType beanType) {
		requireInvocable(method);
		requireParameters(method);
		boolean hasInput = method.getParameterCount() == 2;
		Type input = hasInput ? inputType(method, beanType) : JsonPayload.class;
		Type result = type(ResolvableType.forMethodParameter(new MethodParameter(method, -1), beanType));
		return new KindSignature(hasInput, input, (result != null) ? result : Object.class);
	}

	private static void requireInvocable(Method method) {
		if (Modifier.isStatic(method.getModifiers()) || Modifier.isPrivate(method.getModifiers())) {
			throw new InvalidKindMethodException(method, "it is private or static, which bypasses proxies of its bean.",
					"Make it an instance method that is at least package-private.");
		}
		Class<?> result = method.getReturnType();
		if (Future.class.isAssignableFrom(result) || CompletionStage.class.isAssignableFrom(result)) {
			throw new InvalidKindMethodException(method,
					"it returns a " + result.getSimpleName() + ", and its task would end before the future.",
					"Wait for the result in the method, which blocks only the thread of the task, and return it.");
		}
	}

	private static void requireParameters(Method method) {
		Class<?>[] types = method.getParameterTypes();
		boolean valid = switch (types.length) {
			case 1 -> types[0] == BackgroundTaskContext.class;
			case 2 -> types[0] != BackgroundTaskContext.class && types[1] == BackgroundTaskContext.class;
			default -> false;
		};
		if (!valid) {
			throw new InvalidKindMethodException(method, "its parameters do not match.", REMEDY);
		}
	}

	private static Type inputType(Method method, ResolvableType beanType) {
		Type type = type(ResolvableType.forMethodParameter(new MethodParameter(method, 0), beanType));
		if (type == null) {
			throw new InvalidKindMethodException(method,
					"the type '" + method.getGenericParameterTypes()[0] + "' of its input has no type argument in "
							+ beanType + ".",
					"Declare which type it is in the class of the bean or in the return type of the bean method.");
		}
		return type;
	}

	/**
	 * Returns the type without variables, or {@code null} for a variable without bound.
	 */
	private static @Nullable Type type(ResolvableType type) {
		Class<?> raw = type.resolve();
		if (raw == null) {
			return (type.getType() instanceof TypeVariable<?>) ? null : Object.class;
		}
		return (type.hasGenerics() && type.getType() != raw) ? parameterized(type, raw) : raw;
	}

	private static Type parameterized(ResolvableType type, Class<?> raw) {
		ResolvableType[] generics = Arrays.stream(type.getGenerics())
			.map(KindSignature::type)
			.map((generic) -> ResolvableType.forType((generic != null) ? generic : Object.class))
			.toArray(ResolvableType[]::new);
		return ResolvableType.forClassWithGenerics(raw, generics).getType();
	}

}
