package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.autoconfigure.TaskhostProperties;
import io.github.taskhost.web.TaskStreamOptions;

/**
 * The options of streams, from the properties.
 */
final class StreamOptions {

	private StreamOptions() {
	}

	static TaskStreamOptions of(TaskhostProperties properties) {
		TaskhostProperties.Streams streams = properties.web().streams();
		return new TaskStreamOptions(streams.heartbeat(), streams.maxPerSession(), streams.maxPerCaller());
	}

}
