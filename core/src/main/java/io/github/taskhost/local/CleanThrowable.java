package io.github.taskhost.local;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;

import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the log for something thrown whose texts could forge lines there, or fill it:
 * the same stacks, causes and suppressed ones, with the type as part of a bounded message
 * of one line. Users' texts get into messages easily: a number that is none is enough.
 */
final class CleanThrowable extends Throwable {

	private static final long serialVersionUID = 1;

	/** A chain may be a circle. */
	private static final int MAX_CHAIN = 50;

	private CleanThrowable(String message, @Nullable Throwable cause) {
		super(message, cause, true, true);
	}

	/** What is logged: as a rule the thing itself. */
	static Throwable of(Throwable thrown) {
		try {
			return isClean(thrown, newSet()) ? thrown : copy(thrown, newSet());
		}
		catch (Throwable ex) {
			return new CleanThrowable(thrown.getClass().getName() + ": (it could not be read)", null);
		}
	}

	private static Set<Throwable> newSet() {
		return Collections.newSetFromMap(new IdentityHashMap<>());
	}

	private static boolean isClean(Throwable thrown, Set<Throwable> seen) {
		if (!seen.add(thrown)) {
			return true;
		}
		if (seen.size() > MAX_CHAIN || !isClean(thrown.toString()) || !isClean(thrown.getMessage())) {
			return false;
		}
		for (Throwable suppressed : thrown.getSuppressed()) {
			if (!isClean(suppressed, seen)) {
				return false;
			}
		}
		return thrown.getCause() == null || isClean(thrown.getCause(), seen);
	}

	private static boolean isClean(@Nullable String text) {
		return text == null || text.equals(cleaned(text));
	}

	private static CleanThrowable copy(Throwable thrown, Set<Throwable> seen) {
		seen.add(thrown);
		Throwable cause = thrown.getCause();
		CleanThrowable copy = new CleanThrowable(cleaned(thrown.toString()),
				(cause != null && isNext(cause, seen)) ? copy(cause, seen) : null);
		copy.setStackTrace(thrown.getStackTrace());
		for (Throwable suppressed : thrown.getSuppressed()) {
			if (isNext(suppressed, seen)) {
				copy.addSuppressed(copy(suppressed, seen));
			}
		}
		return copy;
	}

	private static boolean isNext(Throwable thrown, Set<Throwable> seen) {
		return seen.size() < MAX_CHAIN && !seen.contains(thrown);
	}

	/** By the rule for failure messages. */
	private static String cleaned(String text) {
		return Objects.requireNonNull(new TaskFailure(FailureKind.EXCEPTION, null, text).message());
	}

}
