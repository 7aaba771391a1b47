package io.github.taskhost.local.task;

import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.message.Answer;
import io.github.taskhost.spi.KeptValue.KeptAnswer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * The questions of a task: the open one, the answers to earlier ones, and the threads
 * that wait for their turn to ask.
 *
 * <p>
 * <b>Synchronisation.</b> All fields are guarded by the lock of the {@link Mailbox}, and
 * its condition is signalled when a question ends. Methods marked "call in turn" require
 * {@link Mailbox#inTurn} or {@link #whenFree}.
 */
public final class TaskQuestions {

	private final ReentrantLock lock;

	private final Condition changed;

	private final ReportOptions limits;

	private final AskedKeys keys;

	private @Nullable OpenQuestion open;

	/** The threads that wait for their turn to ask, {@code null} for none. */
	private @Nullable Deque<Thread> line;

	TaskQuestions(ReentrantLock lock, Condition changed, ReportOptions limits) {
		this.lock = lock;
		this.changed = changed;
		this.limits = limits;
		this.keys = new AskedKeys(limits.answers());
	}

	private <T extends @Nullable Object> T inTurn(Supplier<T> work) {
		this.lock.lock();
		try {
			return work.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The open question. */
	public @Nullable OpenQuestion open() {
		return inTurn(() -> this.open);
	}

	/** The reply on its way to the executor that asked the open question, if any. */
	public OpenQuestion.@Nullable Reply reply() {
		return inTurn(() -> (this.open != null) ? this.open.reply() : null);
	}

	/** The newest answer to a key. */
	public @Nullable Answer answer(String key) {
		return inTurn(() -> this.keys.answer(key));
	}

	List<Answer> answers() {
		return this.keys.answers();
	}

	/**
	 * The kept answer to the same question, read as the same type ({@code null} for any
	 * JSON).
	 */
	public @Nullable Answer answerTo(InputRequest question, @Nullable Type type) {
		return inTurn(() -> this.keys.answerTo(question, OpenQuestion.typeOf(type)));
	}

	/** Whether an answer to a key can be kept; call in turn. */
	public boolean hasRoomFor(String key) {
		return this.keys.hasRoomFor(key);
	}

	/**
	 * Runs work under the lock when no question is open and no thread has waited longer,
	 * or when the wait is over.
	 * @return the result of the work, or {@code null} if the limit of waiting threads is
	 * reached
	 */
	public <T> @Nullable T whenFree(BooleanSupplier over, Supplier<T> work) throws InterruptedException {
		this.lock.lock();
		try {
			return awaitTurn(over) ? work.get() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean awaitTurn(BooleanSupplier over) throws InterruptedException {
		if (isFree() && this.line == null) {
			return true;
		}
		Deque<Thread> waiting = (this.line != null) ? this.line : new ArrayDeque<>();
		if (waiting.size() >= this.limits.questions()) {
			return false;
		}
		this.line = waiting;
		waiting.addLast(Thread.currentThread());
		try {
			while (!over.getAsBoolean() && !isFirst(waiting)) {
				this.changed.await();
			}
		}
		finally {
			leave(waiting);
		}
		return true;
	}

	private boolean isFirst(Deque<Thread> waiting) {
		return isFree() && waiting.peekFirst() == Thread.currentThread();
	}

	/**
	 * Whether the work may ask: no question is open, or an earlier attempt has left it.
	 */
	private boolean isFree() {
		return this.open == null || this.open.isLeft();
	}

	/** Leaves the line; the next thread may be the first now. */
	private void leave(Deque<Thread> waiting) {
		waiting.remove(Thread.currentThread());
		if (waiting.isEmpty()) {
			this.line = null;
		}
		this.changed.signalAll();
	}

	/**
	 * Opens the question of a record; call in turn.
	 * @param asking the record after the question was asked
	 * @param type the type as which the waiting body reads the answer, or {@code null} if
	 * no body waits
	 */
	public OpenQuestion opened(BackgroundTaskRecord asking, @Nullable Type type) {
		InputRequest question = Objects.requireNonNull(asking.inputRequest(), "the question");
		OpenQuestion left = this.open;
		if (left != null && left.isLeft() && left.question().equals(question)) {
			this.open = left.askedAgain(type);
			return this.open;
		}
		if (left != null) {
			left.ended(new QuestionOutcome.Withdrawn(false));
		}
		OpenQuestion opened = new OpenQuestion(question, asking.updatedAt(), type, this.keys.ask(question));
		this.open = opened;
		return opened;
	}

	/** Opens the question of a record that no work has asked in this process. */
	public void leave(BackgroundTaskRecord asking) {
		inTurn(() -> {
			InputRequest question = Objects.requireNonNull(asking.inputRequest(), "the question");
			this.open = OpenQuestion.left(question, asking.updatedAt(), this.keys.ask(question));
			return true;
		});
	}

	/** Closes a question that was answered or declined; call in turn. */
	public Closed closed(OpenQuestion question, QuestionOutcome.ByCaller outcome) {
		boolean nearlyFull = outcome instanceof QuestionOutcome.Answered answered
				&& this.keys.keep(answered.answer(), question);
		return new Closed(end(question, outcome), nearlyFull);
	}

	/** Restores an answer from the journal. */
	public void restore(KeptAnswer kept) {
		inTurn(() -> {
			this.keys.restore(kept);
			return true;
		});
	}

	/** Remembers the keys of questions that got a reply, one for each question. */
	void replied(List<String> questions) {
		inTurn(() -> {
			this.keys.replied(questions);
			return true;
		});
	}

	private boolean end(OpenQuestion question, QuestionOutcome outcome) {
		this.open = null;
		this.changed.signalAll();
		return question.ended(outcome);
	}

	/** Closes the question that was open in a record, without a reply. */
	public @Nullable OpenQuestion withdrawn(BackgroundTaskRecord before, boolean lapsed) {
		return inTurn(() -> {
			OpenQuestion withdrawn = this.open;
			if (withdrawn == null || !withdrawn.wasOpenIn(before)) {
				return null;
			}
			end(withdrawn, new QuestionOutcome.Withdrawn(lapsed));
			return withdrawn;
		});
	}

	/** Forgets the questions after the end of the task; its answers stay. */
	void end() {
		this.keys.end();
	}

	/**
	 * The consequences of an answer or a decline.
	 *
	 * @param awaited whether a body waited for it
	 * @param nearlyFull whether the answers of the task reach four fifths of their limit
	 * for the first time
	 */
	public record Closed(boolean awaited, boolean nearlyFull) {
	}

}
