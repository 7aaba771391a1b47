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
 * A question that is open: asked, and neither answered nor withdrawn.
 */
public final class OpenQuestion {

	private final InputRequest question;

	private final Instant askedAt;

	private final long askedAtVersion;

	private final Type type;

	private final @Nullable CompletableFuture<Outcome> waiter;

	private volatile @Nullable Scheduled deadline;

	/** The reply on its way to the executor that asked; guarded by the mailbox. */
	private @Nullable Reply reply;

	/**
	 * Creates an open question.
	 * @param question the question
	 * @param asking the record after the question was asked
	 * @param type the type as which the waiting body reads the answer, or {@code null} if
	 * no body waits
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

	/** Whether this question was open in a record, and was not asked again since. */
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
			throw new IllegalStateException("This question was asked without waiting");
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

	/** Whether a body waits for the answer. */
	public boolean isAwaited() {
		return this.waiter != null;
	}

	/** The reply on its way to the executor; call in turn. */
	public @Nullable Reply reply() {
		return this.reply;
	}

	/** Sets the reply on its way to the executor; call in turn. */
	public void reply(@Nullable Reply next) {
		this.reply = next;
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

	/** A reply on its way to the executor that asked. */
	public interface Reply {

		/** The answer. */
		Answer answer();

		/** Accepts the answer if the executor has it already. */
		void acceptIfInDelivery();

	}

	/** The end of a question. */
	public sealed interface Outcome {

		/**
		 * The question was answered.
		 *
		 * @param answer the answer
		 */
		record Answered(Answer answer) implements Outcome {
		}

		/**
		 * The question ended without an answer.
		 *
		 * @param lapsed whether its deadline passed
		 */
		record Withdrawn(boolean lapsed) implements Outcome {
		}

	}

}
