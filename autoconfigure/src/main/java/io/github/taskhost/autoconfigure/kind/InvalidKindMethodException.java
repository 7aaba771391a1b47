package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;

import io.github.taskhost.kind.BackgroundTaskKind;

/**
 * A method with {@link BackgroundTaskKind} cannot be the body of a kind.
 */
class InvalidKindMethodException extends RuntimeException {

	private final String remedy;

	InvalidKindMethodException(Method method, String problem, String remedy) {
		super("The method '" + describe(method) + "' cannot be the body of a kind of task: " + problem);
		this.remedy = remedy;
	}

	String remedy() {
		return this.remedy;
	}

	static String describe(Method method) {
		String parameters = Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(Collectors.joining(", "));
		return method.getDeclaringClass().getName() + "." + method.getName() + "(" + parameters + ")";
	}

}
