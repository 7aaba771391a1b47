package io.github.taskhost.sample.monitors;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of monitors.
 *
 * @param minEvery the shortest time between two polls
 * @param maxEvery the longest time between two polls
 * @param timeout the timeout of a complete response
 */
@ConfigurationProperties("sample.monitors")
record MonitorProperties(@DefaultValue("1s") Duration minEvery, @DefaultValue("1h") Duration maxEvery,
		@DefaultValue("5s") Duration timeout) {
}
