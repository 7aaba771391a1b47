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
 * What a method with {@link BackgroundTaskKind} takes and returns, as seen from the type
 * of its bean, which may say what its type variables are.
 *
 * @param hasInput whether its first parameter is an input
 * @param inputType what an input is read as
 * @param resultType what it returns
 */
record KindSignature(boolean hasInput, Type inputType, Type resultType) {

	private static final String REMEDY = "Declare it as '(Input input, BackgroundTaskContext context)', with a type "
			+ "of yours for the input, or as '(BackgroundTaskContext context)'. It returns the result, or nothing.";

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
			throw new InvalidKindMethodException(method, "it is private or static, so no proxy of its bean sees calls.",
					"Make it an instance method that is at least package-private.");
		}
		Class<?> result = method.getReturnType();
		if (Future.class.isAssignableFrom(result) || CompletionStage.class.isAssignableFrom(result)) {
			throw new InvalidKindMethodException(method,
					"it returns a " + result.getSimpleName() + ", and its task would end before that does.",
					"Wait for the result, which blocks only the task's own thread, and return that.");
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
			throw new InvalidKindMethodException(method, "its parameters are not those of one.", REMEDY);
		}
	}

	private static Type inputType(Method method, ResolvableType beanType) {
		Type type = type(ResolvableType.forMethodParameter(new MethodParameter(method, 0), beanType));
		if (type == null) {
			throw new InvalidKindMethodException(method,
					"the type '" + method.getGenericParameterTypes()[0] + "' of its input is left open by " + beanType
							+ ".",
					"Have the class of the bean, or the return type of the bean method, say which type it is.");
		}
		return type;
	}

	/** The type without variables, or nothing when it is a variable that says nothing. */
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
