package io.github.taskhost.message;

import java.util.List;

/**
 * A page of the output of a task, oldest line first.
 *
 * @param lines the lines of this page
 * @param next the position after which the next page starts
 * @param dropped the number of lines between the requested position and this page that
 * are no longer retained
 * @param ended whether the task has ended and this page reaches the last line
 */
public record TaskOutputPage(List<TaskOutputLine> lines, long next, long dropped, boolean ended) {

	/** Copies the list. */
	public TaskOutputPage {
		lines = List.copyOf(lines);
	}

}
