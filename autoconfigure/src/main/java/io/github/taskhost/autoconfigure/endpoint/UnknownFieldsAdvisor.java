package io.github.taskhost.autoconfigure.endpoint;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Refuses the body of a write that has a field which the endpoint does not know. Actuator
 * ignores such fields, so a misspelt one would be lost while the task is changed.
 */
class UnknownFieldsAdvisor implements OperationInvokerAdvisor {

	private static final EndpointId ENDPOINT = EndpointId.of("backgroundtasks");

	/** The variables of path and query, which are no fields of a body. */
	private static final Set<String> ADDRESS = Set.of("path", QueryParameters.SESSION);

	@Override
	public OperationInvoker apply(EndpointId endpoint, OperationType type, OperationParameters parameters,
			OperationInvoker invoker) {
		if (!ENDPOINT.equals(endpoint) || type != OperationType.WRITE) {
			return invoker;
		}
		Set<String> known = known(parameters);
		return (context) -> {
			String unknown = unknown(known, context.getArguments());
			return (unknown == null) ? invoker.invoke(context) : refused(unknown, known);
		};
	}

	private static Set<String> known(OperationParameters parameters) {
		Set<String> known = new TreeSet<>();
		parameters.stream()
			.filter((parameter) -> parameter.getType() == String.class || parameter.getType() == Integer.class)
			.map(OperationParameter::getName)
			.filter((name) -> !name.equals(QueryParameters.SESSION))
			.forEach(known::add);
		return known;
	}

	private static @Nullable String unknown(Set<String> known, Map<String, Object> arguments) {
		return arguments.keySet()
			.stream()
			.filter((name) -> !known.contains(name) && !ADDRESS.contains(name))
			.findFirst()
			.orElse(null);
	}

	private static WebEndpointResponse<RefusalDescriptor> refused(String field, Set<String> known) {
		RefusalDescriptor refusal = RefusalDescriptor
			.of(new InvalidTaskArgumentException("The parameter '" + Texts.clean(field, Texts.NAME)
					+ "' is not known: use " + known + " in the body. The path and the query name the task."));
		return new WebEndpointResponse<>(refusal, refusal.status());
	}

}
