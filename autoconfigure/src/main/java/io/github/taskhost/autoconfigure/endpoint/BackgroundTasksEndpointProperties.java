package io.github.taskhost.autoconfigure.endpoint;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the endpoint.
 *
 * @param showValues When to show inputs, results, failure messages, stack traces, what
 * messages and answers say, and output.
 */
@ConfigurationProperties("management.endpoint.backgroundtasks")
record BackgroundTasksEndpointProperties(@DefaultValue("never") Show showValues) {
}
