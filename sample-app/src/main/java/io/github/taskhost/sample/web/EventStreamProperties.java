package io.github.taskhost.sample.web;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of event streams.
 *
 * @param heartbeat the time without events after which a stream sends a comment
 */
@ConfigurationProperties("sample.events")
record EventStreamProperties(@DefaultValue("15s") Duration heartbeat) {
}
