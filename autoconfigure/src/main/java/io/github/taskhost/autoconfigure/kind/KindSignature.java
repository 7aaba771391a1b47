package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Parameters and result of a method with {@link BackgroundTaskKind}, with its type
 * variables resolved by the type of its bean.
 *
 * @param hasInput whether the first parameter is an input
 * @param hasContext whether the last parameter is the context
 * @param inputType the type as which an input is read
 * @param inputOptional whether the input is declared as nullable, so that it may be
 * missing
 * @param resultType the type of the result
 */
record KindSignature(boolean hasInput, boolean hasContext, Type inputType, boolean inputOptional, Type resultType) {

	private static final String REMEDY = "Its parameters must be '(Input input, BackgroundTaskContext context)', where "
			+ "Input is any type, or one of the two, or none. It returns the result, a future or publisher of it, or void.";

	private static final List<String> ASYNC = List.of("org.springframework.scheduling.annotation.Async",
			"jakarta.enterprise.concurrent.Asynchronous", "jakarta.ejb.Asynchronous");

	static KindSignature of(Method method, ResolvableType beanType) {
		requireInvocable(method);
		requireAwaited(method, beanType);
		requireParameters(method);
		boolean hasContext = isContext(method, method.getParameterCount() - 1);
		boolean hasInput = method.getParameterCount() > (hasContext ? 1 : 0);
		Type input = hasInput ? inputType(method, beanType) : JsonPayload.class;
		Type result = type(awaited(ResolvableType.forMethodParameter(new MethodParameter(method, -1), beanType)));
		return new KindSignature(hasInput, hasContext, input, hasInput && isNullable(method),
				(result != null) ? result : Object.class);
	}

	/** An annotation of any library, or the type in Kotlin, may say so. */
	private static boolean isNullable(Method method) {
		MethodParameter parameter = new MethodParameter(method, 0);
		return parameter.getParameterType() != Optional.class && parameter.isOptional();
	}

	/** The arguments of a call. */
	@Nullable Object[] arguments(@Nullable Object input, BackgroundTaskContext context) {
		return Stream
			.concat(this.hasInput ? Stream.of(input) : Stream.empty(),
					this.hasContext ? Stream.of(context) : Stream.empty())
			.toArray();
	}

	private static void requireInvocable(Method method) {
		if (Modifier.isStatic(method.getModifiers()) || Modifier.isPrivate(method.getModifiers())) {
			throw new InvalidKindMethodException(method, "it is private or static, which bypasses proxies of its bean.",
					"Make it an instance method that is at least package-private.");
		}
	}

	/**
	 * Returns the type of the result as the record of a task has it, without
	 * {@link Optional}; {@code null} for no result, and for any object.
	 */
	@Nullable Type describedResultType() {
		ResolvableType type = ResolvableType.forType(this.resultType);
		ResolvableType value = (type.resolve() == Optional.class) ? type.getGeneric(0) : type;
		Class<?> raw = value.resolve(Object.class);
		return (raw == Object.class || raw == void.class || raw == Void.class) ? null : value.getType();
	}

	/** The type of the value of a future or publisher, or another type as it is. */
	private static ResolvableType awaited(ResolvableType type) {
		ResolvableType stage = type.as(CompletionStage.class);
		ResolvableType future = type.as(Future.class);
		return (stage != ResolvableType.NONE) ? stage.getGeneric(0)
				: ((future != ResolvableType.NONE) ? future.getGeneric(0) : published(type));
	}

	/** The type of the value of a publisher: a list, if there are several values. */
	private static ResolvableType published(ResolvableType type) {
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(type.resolve(Object.class));
		if (adapter == null) {
			return type;
		}
		ResolvableType value = type.as(adapter.getReactiveType()).getGeneric(0);
		if (adapter.isNoValue() || value == ResolvableType.NONE) {
			return ResolvableType.forClass(adapter.isNoValue() ? Void.class : Object.class);
		}
		return adapter.isMultiValue() ? ResolvableType.forClassWithGenerics(List.class, value) : value;
	}

	/** Refuses methods whose task would end before their work. */
	private static void requireAwaited(Method method, ResolvableType beanType) {
		if (Callable.class.isAssignableFrom(method.getReturnType())) {
			throw new InvalidKindMethodException(method, "it returns a Callable, which the host does not call.",
					"Return the result itself: the method runs on a thread of the task.");
		}
		if (isAsync(MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY))
				|| isAsync(MergedAnnotations.from(beanType.toClass(), SearchStrategy.TYPE_HIERARCHY))) {
			throw new InvalidKindMethodException(method,
					"it is @Async, so it returns before its work begins, and its task would end at once.",
					"Remove @Async: the method runs on a thread of the task.");
		}
	}

	private static boolean isAsync(MergedAnnotations annotations) {
		return ASYNC.stream().anyMatch(annotations::isPresent);
	}

	private static void requireParameters(Method method) {
		boolean valid = switch (method.getParameterCount()) {
			case 0, 1 -> true;
			case 2 -> !isContext(method, 0) && isContext(method, 1);
			default -> false;
		};
		if (!valid) {
			throw new InvalidKindMethodException(method, "its parameters do not match.", REMEDY);
		}
	}

	private static boolean isContext(Method method, int index) {
		return index >= 0 && method.getParameterTypes()[index] == BackgroundTaskContext.class;
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
