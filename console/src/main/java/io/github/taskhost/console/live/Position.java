package io.github.taskhost.console.live;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The place up to which a page has read the output and the messages of a task. Any later
 * stream goes on from it, on whichever node.
 *
 * @param output the position of the last line, 0 for none
 * @param message the id of the last message, or {@code null} for none
 */
record Position(long output, @Nullable String message) {

	static final Position START = new Position(0, null);

	private static final Pattern TEXT = Pattern
		.compile("(?:v\\d{1,18}\\.)?o(\\d{1,18})(?:\\.m([A-Za-z0-9._:~@-]{1,200}))?");

	/** Reads an id of an event; anything else is the start. */
	static Position of(@Nullable String text) {
		Matcher matcher = TEXT.matcher((text != null) ? text : "");
		return matcher.matches() ? new Position(Long.parseLong(matcher.group(1)), matcher.group(2)) : START;
	}

	@Override
	public String toString() {
		return "o" + this.output + ((this.message != null) ? ".m" + this.message : "");
	}

}
