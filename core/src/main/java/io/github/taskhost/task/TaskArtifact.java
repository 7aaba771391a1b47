package io.github.taskhost.task;

import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A reference to a product of a task.
 *
 * @param name the name; at most 128 characters
 * @param type the media type, or {@code null}; at most 128 characters
 * @param path the path, or {@code null}; at most 512 characters
 * @param url the URL, or {@code null}; at most 512 characters
 */
public record TaskArtifact(String name, @Nullable String type, @Nullable String path, @Nullable String url) {

	/** Cleans and bounds the texts. */
	public TaskArtifact {
		name = Texts.clean(name, Texts.NAME);
		type = Texts.cleanOrNull(type, Texts.NAME);
		path = Texts.cleanOrNull(path, Texts.LINE);
		url = Texts.cleanOrNull(url, Texts.LINE);
	}

}
