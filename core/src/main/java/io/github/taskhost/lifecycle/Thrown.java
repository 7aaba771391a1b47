package io.github.taskhost.lifecycle;

import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

import io.github.taskhost.error.TaskCancelledException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the throwable that a body threw: a cancellation, an interrupt, or a failure.
 */
public final class Thrown {

	private static final int MAX_CAUSES = 20;

	private Thrown() {
	}

	/**
	 * Tells whether a body threw the usual exceptions of a cancellation, or has one among
	 * its causes.
	 * @param thrown the throwable
	 * @return {@code true} if so; every interrupt is one too
	 */
	public static boolean isCancellation(Throwable thrown) {
		return isOrHasCause(thrown, Thrown::isCancellationItself);
	}

	/**
	 * Tells whether a body threw the usual exceptions of an interrupt, or has one among
	 * its causes.
	 * @param thrown the throwable
	 * @return {@code true} if so
	 */
	public static boolean isInterrupt(Throwable thrown) {
		return isOrHasCause(thrown, Thrown::isInterruptItself);
	}

	private static boolean isOrHasCause(Throwable thrown, Predicate<Throwable> wanted) {
		Throwable cause = thrown;
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			if (wanted.test(cause)) {
				return true;
			}
			cause = causeOf(cause);
		}
		return false;
	}

	/** An exception class of the application may throw in {@code getCause()}. */
	private static @Nullable Throwable causeOf(Throwable thrown) {
		try {
			return thrown.getCause();
		}
		catch (Throwable ex) {
			return null;
		}
	}

	private static boolean isCancellationItself(Throwable thrown) {
		return thrown instanceof TaskCancelledException || thrown instanceof CancellationException
				|| isInterruptItself(thrown);
	}

	/** Channels and streams report an interrupt with their own exception classes. */
	private static boolean isInterruptItself(Throwable thrown) {
		return switch (thrown) {
			case InterruptedException ignored -> true;
			case ClosedByInterruptException ignored -> true;
			case SocketTimeoutException ignored -> false;
			case InterruptedIOException ignored -> true;
			default -> false;
		};
	}

}
