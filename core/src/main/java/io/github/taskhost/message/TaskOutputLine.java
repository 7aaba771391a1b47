package io.github.taskhost.message;

import java.time.Instant;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;

/**
 * A line of the output of a task.
 *
 * @param position the position in the output of the task, from 1
 * @param stream the name of the stream
 * @param text the line without its terminator
 * @param time the time at which it was written
 */
public record TaskOutputLine(long position, String stream, String text, Instant time) {

	/**
	 * Validates the stream. The text stays as it was written: escape it where it is
	 * shown.
	 * @throws InvalidTaskArgumentException if the name of the stream is not valid
	 */
	public TaskOutputLine {
		requireValidStream(stream);
	}

	/**
	 * Validates the name of a stream.
	 * @param stream a lower-case letter, then at most 63 of {@code a-z 0-9 -}
	 * @return the name
	 * @throws InvalidTaskArgumentException if the name is not valid
	 */
	public static String requireValidStream(String stream) {
		return Names.kindLike("stream", stream);
	}

}
