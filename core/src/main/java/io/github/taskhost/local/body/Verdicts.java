package io.github.taskhost.local.body;

import java.io.PrintWriter;
import java.io.StringWriter;

import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.TaskFailure;

/**
 * Turns the throwable of a body into the command that ends its attempt.
 */
public final class Verdicts {

	private static final int MAX_TRACE = 8192;

	private final Heartbeats heartbeats;

	private final Backoff backoff;

	public Verdicts(Heartbeats heartbeats, Backoff backoff) {
		this.heartbeats = heartbeats;
		this.backoff = backoff;
	}

	TaskCommand on(Attempt attempt, Throwable thrown) {
		LocalTask task = attempt.task();
		task.ownExtras().failureStackTrace(stackTrace(thrown));
		return new TaskCommand.BodyThrew(TaskFailure.of(thrown), this.heartbeats.wasLost(attempt),
				this.backoff.after(task.record(), thrown));
	}

	private static String stackTrace(Throwable thrown) {
		StringWriter text = new StringWriter();
		try {
			thrown.printStackTrace(new PrintWriter(text));
		}
		catch (Throwable ex) {
			text.append("(its stack trace could not be read: ").append(ex.getClass().getName()).append(')');
		}
		return (text.getBuffer().length() > MAX_TRACE) ? text.getBuffer().substring(0, MAX_TRACE) : text.toString();
	}

}
