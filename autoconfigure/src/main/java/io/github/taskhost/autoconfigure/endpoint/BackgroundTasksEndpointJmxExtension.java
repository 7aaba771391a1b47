package io.github.taskhost.autoconfigure.endpoint;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

/**
 * JMX extension of the endpoint: lists that the web selects by a parameter.
 */
@EndpointJmxExtension(endpoint = BackgroundTasksEndpoint.class)
class BackgroundTasksEndpointJmxExtension {

	private final BackgroundTasksEndpoint endpoint;

	BackgroundTasksEndpointJmxExtension(BackgroundTasksEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	@ReadOperation
	SchedulesDescriptor schedules(@Nullable String session, @Nullable Integer limit, @Nullable String after) {
		return this.endpoint.schedules(session, limit, after);
	}

}
