package io.github.taskhost.local.task;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.github.taskhost.message.Answer;
import io.github.taskhost.spi.TaskTimer.Scheduled;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A question that was asked and is not over.
 */
public final class OpenQuestion {

	private final InputRequest question;

	private final Instant askedAt;

	private final long askedAtVersion;

	private final Type type;

	private final @Nullable CompletableFuture<Outcome> waiter;

	private volatile @Nullable Scheduled deadline;

	/**
	 * Makes one.
	 * @param question the question
	 * @param asking the record after it was asked
	 * @param type what the body that waits reads the answer as, or {@code null} when none
	 * waits
	 */
	public OpenQuestion(InputRequest question, BackgroundTaskRecord asking, @Nullable Type type) {
		this.question = question;
		this.askedAt = asking.updatedAt();
		this.askedAtVersion = asking.version();
		this.type = (type != null) ? type : JsonPayload.class;
		this.waiter = (type != null) ? new CompletableFuture<>() : null;
	}

	public InputRequest question() {
		return this.question;
	}

	/** Whether it was open in that record: it may have been asked again since. */
	boolean wasOpenIn(BackgroundTaskRecord record) {
		return this.askedAtVersion <= record.version() && this.question.equals(record.inputRequest());
	}

	public Instant askedAt() {
		return this.askedAt;
	}

	public Type type() {
		return this.type;
	}

	public Outcome await() throws InterruptedException {
		if (this.waiter == null) {
			throw new IllegalStateException("Nobody waits for this question");
		}
		try {
			return this.waiter.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A question cannot fail", ex);
		}
	}

	boolean answered(Answer answer) {
		return this.waiter != null && this.waiter.complete(new Outcome.Answered(answer));
	}

	void withdrawn(boolean lapsed) {
		if (this.waiter != null) {
			this.waiter.complete(new Outcome.Withdrawn(lapsed));
		}
	}

	/** Keeps the alarm of the deadline. */
	public void deadline(Scheduled alarm) {
		this.deadline = alarm;
	}

	public void cancelDeadline() {
		Scheduled alarm = this.deadline;
		if (alarm != null) {
			alarm.cancel();
		}
	}

	/** How a question ends. */
	public sealed interface Outcome {

		/**
		 * A person answered.
		 *
		 * @param answer what
		 */
		record Answered(Answer answer) implements Outcome {
		}

		/**
		 * Nobody answered.
		 *
		 * @param lapsed whether that is for its deadline
		 */
		record Withdrawn(boolean lapsed) implements Outcome {
		}

	}

}
