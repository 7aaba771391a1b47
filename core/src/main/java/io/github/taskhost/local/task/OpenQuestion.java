package io.github.taskhost.local.task;

import java.lang.reflect.Type;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.github.taskhost.lifecycle.QuestionRules;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.spi.TaskTimer.Scheduled;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A question that is open: asked, and neither answered, declined nor withdrawn.
 */
public final class OpenQuestion {

	private final InputRequest question;

	private final Instant askedAt;

	private final Type type;

	private final boolean askedBefore;

	/** Whether an earlier attempt has left it, so the work may ask it again. */
	private final boolean left;

	private final @Nullable CompletableFuture<QuestionOutcome> waiter;

	private volatile @Nullable Scheduled deadline;

	/** The reading of the monotonic clock at which the alarm is due. */
	private volatile long due;

	/** The reply on its way to the executor that asked; guarded by the mailbox. */
	private @Nullable Reply reply;

	/**
	 * Creates an open question.
	 * @param question the question
	 * @param askedAt the time at which it was asked
	 * @param type the type as which the waiting body reads the answer, or {@code null} if
	 * no body waits
	 * @param askedBefore whether the task may have asked an earlier question with the key
	 */
	OpenQuestion(InputRequest question, Instant askedAt, @Nullable Type type, boolean askedBefore) {
		this(question, askedAt, type, askedBefore, false);
	}

	private OpenQuestion(InputRequest question, Instant askedAt, @Nullable Type type, boolean askedBefore,
			boolean left) {
		this.left = left;
		this.question = question;
		this.askedAt = askedAt;
		this.type = typeOf(type);
		this.askedBefore = askedBefore;
		this.waiter = (type != null) ? new CompletableFuture<>() : null;
	}

	/** The question of a record that no work has asked in this process. */
	static OpenQuestion left(InputRequest question, Instant askedAt, boolean askedBefore) {
		return new OpenQuestion(question, askedAt, null, askedBefore, true);
	}

	/** This question, asked again by the next attempt. */
	OpenQuestion askedAgain(@Nullable Type by) {
		cancelDeadline();
		return new OpenQuestion(this.question, this.askedAt, by, this.askedBefore);
	}

	boolean isLeft() {
		return this.left;
	}

	/**
	 * The name of the type as which its answer is kept; empty for any type, since the
	 * work that will read it has not asked again.
	 */
	public String typeName() {
		return this.left ? "" : this.type.getTypeName();
	}

	/** The type as which an answer is read: any JSON if no body waits. */
	static Type typeOf(@Nullable Type type) {
		return (type != null) ? type : JsonPayload.class;
	}

	public InputRequest question() {
		return this.question;
	}

	/** Whether an answer with a key and a number, or 0 for none, is for this question. */
	public boolean isNamed(String key, int number) {
		return QuestionRules.isNamed(this.question, this.askedBefore, key, number);
	}

	/** Whether this question was open in a record. */
	boolean wasOpenIn(BackgroundTaskRecord record) {
		return this.question.equals(record.inputRequest());
	}

	public Instant askedAt() {
		return this.askedAt;
	}

	public Type type() {
		return this.type;
	}

	public QuestionOutcome await() throws InterruptedException {
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

	/** Ends the wait of the body; returns whether a body waited. */
	boolean ended(QuestionOutcome outcome) {
		return this.waiter != null && this.waiter.complete(outcome);
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

	/**
	 * Keeps the alarm of the deadline.
	 * @param alarm the alarm
	 * @param nanos the reading of the monotonic clock at which it is due
	 */
	public void deadline(Scheduled alarm, long nanos) {
		this.due = nanos;
		this.deadline = alarm;
	}

	/** Whether the alarm of the deadline is missing, or was due before a time. */
	public boolean isAlarmLost(long nanos) {
		return this.deadline == null || nanos - this.due > 0;
	}

	public void cancelDeadline() {
		Scheduled alarm = this.deadline;
		if (alarm != null) {
			alarm.cancel();
		}
	}

	/** A reply on its way to the executor that asked. */
	public interface Reply {

		/** The message with the reply. */
		TaskMessage message();

		/** Accepts the reply if the executor has it already. */
		void acceptIfInDelivery();

	}

}
