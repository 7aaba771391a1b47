package io.github.taskhost.autoconfigure.endpoint;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the endpoint.
 *
 * @param showValues When to show inputs, results, failure messages, stack traces,
 * messages, answers and output.
 * @param roles Roles that are authorized to see values when 'show-values' is
 * 'when-authorized'; one of them is enough. Without roles, all authenticated users are.
 * @param maxPageSize Maximum size of the tasks, messages or lines of output of a page as
 * JSON. A page has at least one of them.
 */
@ConfigurationProperties("management.endpoint.backgroundtasks")
record BackgroundTasksEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles,
		@DefaultValue("1MB") DataSize maxPageSize) {
}
