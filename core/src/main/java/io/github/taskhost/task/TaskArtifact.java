package io.github.taskhost.task;

import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Something that a task produced, by reference.
 *
 * @param name what it is called; at most 128 characters
 * @param type its media type, or {@code null}; at most 128 characters
 * @param path where it lies, or {@code null}; at most 512 characters
 * @param url where it is served, or {@code null}; at most 512 characters
 */
public record TaskArtifact(String name, @Nullable String type, @Nullable String path, @Nullable String url) {

	/** Bounds the texts. */
	public TaskArtifact {
		name = Texts.clean(name, Texts.NAME);
		type = Texts.cleanOrNull(type, Texts.NAME);
		path = Texts.cleanOrNull(path, Texts.LINE);
		url = Texts.cleanOrNull(url, Texts.LINE);
	}

}
