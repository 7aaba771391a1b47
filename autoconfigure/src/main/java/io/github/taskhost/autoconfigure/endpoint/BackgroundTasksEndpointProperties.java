package io.github.taskhost.autoconfigure.endpoint;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the endpoint.
 *
 * @param showValues When to show inputs, results, failure messages, stack traces, what
 * messages and answers say, and output.
 * @param roles Roles of those who may see values when 'show-values' is 'when-authorized';
 * one of them is enough. Without any, everybody who is authenticated may.
 */
@ConfigurationProperties("management.endpoint.backgroundtasks")
record BackgroundTasksEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {
}
