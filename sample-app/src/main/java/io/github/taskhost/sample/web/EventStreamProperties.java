package io.github.taskhost.sample.web;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of event streams.
 *
 * @param heartbeat the time without events after which a stream sends a comment. Only the
 * second write after a disconnect fails, so a lost client is noticed after two heartbeats
 * @param maxPerSession the maximum number of open streams of a session
 * @param maxPerCaller the maximum number of open streams of a remote address
 */
@ConfigurationProperties("sample.events")
record EventStreamProperties(@DefaultValue("2s") Duration heartbeat, @DefaultValue("20") int maxPerSession,
		@DefaultValue("100") int maxPerCaller) {
}
