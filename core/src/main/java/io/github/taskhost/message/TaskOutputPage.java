package io.github.taskhost.message;

import java.util.List;

/**
 * A part of the output of a task.
 *
 * @param lines the lines, oldest first
 * @param next the position to go on after
 * @param dropped how many lines between the position that was asked for and the first of
 * these are gone, since only so much is retained
 * @param ended whether the task has ended and there is no line after these
 */
public record TaskOutputPage(List<TaskOutputLine> lines, long next, long dropped, boolean ended) {

	/** Copies the list. */
	public TaskOutputPage {
		lines = List.copyOf(lines);
	}

}
