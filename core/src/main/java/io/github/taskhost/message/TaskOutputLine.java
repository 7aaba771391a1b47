package io.github.taskhost.message;

import java.time.Instant;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;

/**
 * A line of the output of a task.
 *
 * @param position its place in the output of the task, from 1
 * @param stream which stream it belongs to
 * @param text the line, without its end
 * @param time when it was written
 */
public record TaskOutputLine(long position, String stream, String text, Instant time) {

	/**
	 * Checks the stream and takes hidden characters out of the text.
	 * @throws InvalidTaskArgumentException if the stream is not valid
	 */
	public TaskOutputLine {
		requireValidStream(stream);
		text = Texts.cleanText(text);
	}

	/**
	 * Checks the name of a stream.
	 * @param stream a lower-case letter, then at most 63 of {@code a-z 0-9 -}
	 * @return the name
	 * @throws InvalidTaskArgumentException if it is not valid
	 */
	public static String requireValidStream(String stream) {
		return Names.kindLike("stream", stream);
	}

}
