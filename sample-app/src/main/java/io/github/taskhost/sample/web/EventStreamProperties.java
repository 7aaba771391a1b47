package io.github.taskhost.sample.web;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of event streams.
 *
 * @param heartbeat how long a stream is silent before it shows that it lives
 */
@ConfigurationProperties("sample.events")
record EventStreamProperties(@DefaultValue("15s") Duration heartbeat) {
}
