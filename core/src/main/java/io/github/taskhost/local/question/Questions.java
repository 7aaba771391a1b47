package io.github.taskhost.local.question;

import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.lifecycle.Outcome.QuestionEnd;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Mailbox;
import io.github.taskhost.local.task.OpenQuestion;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.task.TaskQuestions;
import io.github.taskhost.local.task.Turn;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.Nanos;
import io.github.taskhost.local.time.WallClock;
import io.github.taskhost.message.Answer;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * Asks the questions of tasks, and lets them lapse at their deadlines.
 */
public final class Questions implements ChangeListener {

	private final Commits commits;

	private final ReportKeeper reports;

	private final AnswerChecks checks;

	private final Alarms alarms;

	private final Clock clock;

	private final BackgroundTaskMetricsRecorder metrics;

	private final ReportOptions limits;

	private final AskedInTransaction transactions;

	public Questions(Commits commits, ReportKeeper reports, AnswerChecks checks, Alarms alarms, Clock clock,
			BackgroundTaskMetricsRecorder metrics, ReportOptions limits, AskedInTransaction transactions) {
		this.commits = commits;
		this.reports = reports;
		this.checks = checks;
		this.alarms = alarms;
		this.clock = clock;
		this.metrics = metrics;
		this.limits = limits;
		this.transactions = transactions;
	}

	/**
	 * Asks a question, unless the answer to the same question is kept; refuses it while
	 * another one is open.
	 * @return the open question, or the kept answer
	 */
	public Asked ask(LocalTask task, int attempt, InputRequest question) {
		this.checks.requireCheckable(question);
		Mailbox mailbox = this.reports.of(task).mailbox();
		acceptReplyTo(task, attempt);
		return follow(task,
				asked(task, () -> mailbox.inTurn(() -> askNow(task, attempt, question, null, mailbox.questions()))));
	}

	/**
	 * Asks a question of a body that waits for the answer, unless the answer to the same
	 * question is kept. While another question is open, waits in line.
	 * @param type the type as which the body reads the answer
	 * @param over whether the wait is over, because the body should wind down
	 * @return the open question, or the kept answer, or neither when the wait is over
	 */
	public Asked askInTurn(LocalTask task, int attempt, InputRequest plain, Type type, BooleanSupplier over)
			throws InterruptedException {
		this.checks.requireCheckable(plain);
		InputRequest question = this.checks.described(plain, type);
		TaskQuestions questions = this.reports.of(task).mailbox().questions();
		Asked kept = kept(task, attempt, question, type, questions);
		if (kept != null) {
			return kept;
		}
		Asked asked = asked(task, () -> {
			Asked now = questions.whenFree(over,
					() -> over.getAsBoolean() ? Asked.NOTHING : askNow(task, attempt, question, type, questions));
			if (now == null) {
				throw rejected(task, RejectionReason.QUESTIONS, question, this.limits.questions()
						+ " threads wait for their turn to ask, the limit (taskhost.limits.questions). Ask from fewer threads.");
			}
			return now;
		});
		if (asked.open() != null) {
			this.transactions.asked(task);
		}
		return follow(task, asked);
	}

	/** Asks in turn, and counts a refusal after it. */
	private <E extends Exception> Asked asked(LocalTask task, Turn<Asked, E> turn) throws E {
		try {
			return this.commits.inTurn(turn);
		}
		catch (TaskRejectedException ex) {
			this.metrics.rejected(task.kind().name(), ex.reason());
			throw ex;
		}
	}

	/** Asks a question; call in turn. */
	private Asked askNow(LocalTask task, int attempt, InputRequest question, @Nullable Type type,
			TaskQuestions questions) {
		Asked kept = kept(task, attempt, question, type, questions);
		if (kept != null) {
			return kept;
		}
		if (!questions.hasRoomFor(question.key())) {
			throw rejected(task, RejectionReason.ANSWERS, question, "it has " + this.limits.answers()
					+ " answers, the limit (taskhost.limits.answers). Ask fewer questions, or use messages.");
		}
		return this.commits.store(task, attempt, new TaskCommand.Ask(question), Additions.NONE, (change) -> {
			if (!change.stored()) {
				throw removed(change.after(), question);
			}
			return new Asked(null, questions.opened(change.after(), type), change);
		});
	}

	private @Nullable Asked kept(LocalTask task, int attempt, InputRequest question, @Nullable Type type,
			TaskQuestions questions) {
		Answer kept = questions.answerTo(question, type);
		if (kept == null) {
			return null;
		}
		this.commits.requireCurrent(task, attempt);
		return new Asked(kept, null, null);
	}

	private static TaskRejectedException rejected(LocalTask task, RejectionReason reason, InputRequest question,
			String why) {
		return new TaskRejectedException(reason, cannotAsk(task.record(), question) + why);
	}

	private static TaskStateException removed(BackgroundTaskRecord last, InputRequest question) {
		return new TaskStateException(
				cannotAsk(last, question) + "it has ended, and its record was removed. Start a new task.");
	}

	private static String cannotAsk(BackgroundTaskRecord record, InputRequest question) {
		return "Task '" + record.id() + "' of session '" + record.sessionId() + "' cannot ask '" + question.key()
				+ "': ";
	}

	/** Sets the deadline of a question that was asked, and calls the listeners. */
	private Asked follow(LocalTask task, Asked asked) {
		if (asked.open() != null && asked.change() != null) {
			try {
				setDeadline(task, asked.open());
			}
			finally {
				this.commits.follow(asked.change());
			}
		}
		return asked;
	}

	/**
	 * Accepts the reply that an executor is taking: work that asks its next question,
	 * runs on or ends has the reply to the question before.
	 */
	public void acceptReplyTo(LocalTask task, int attempt) {
		OpenQuestion.Reply reply = this.reports.of(task).mailbox().questions().reply();
		if (reply != null) {
			this.commits.requireCurrent(task, attempt);
			reply.acceptIfInDelivery();
		}
	}

	private void setDeadline(LocalTask task, OpenQuestion open) {
		Instant deadline = open.question().deadline();
		if (deadline != null) {
			Duration check = WallClock.untilLook(this.clock.instant(), deadline);
			long due = this.alarms.nanoTime() + Math.max(0, Nanos.of(check));
			open.deadline(this.alarms.after(check, () -> lapse(task, open)), due);
		}
	}

	/**
	 * Lets a question lapse if its deadline has passed. The deadline is an instant, which
	 * follows the wall clock: the alarm of a question that is still in the record is set
	 * again, whatever the clock shows by then.
	 */
	private void lapse(LocalTask task, OpenQuestion open) {
		InputRequest question = open.question();
		if (!this.clock.instant().isBefore(question.deadline())) {
			this.commits.apply(task, new TaskCommand.Lapse(question.key()));
		}
		if (isOpen(task, open)) {
			setDeadline(task, open);
		}
	}

	/**
	 * Whether the deadline of the open question of a task has passed, and its alarm was
	 * due: after a step of the wall clock, the deadline has passed before its alarm.
	 */
	public boolean isOverdue(LocalTask task) {
		InputRequest question = task.record().inputRequest();
		if (question == null || question.deadline() == null || !this.clock.instant().isAfter(question.deadline())) {
			return false;
		}
		OpenQuestion open = this.reports.of(task).mailbox().questions().open();
		return open == null || open.isAlarmLost(this.alarms.nanoTime());
	}

	/** Lets a question lapse whose deadline has passed. */
	public void enforce(LocalTask task) {
		InputRequest question = task.record().inputRequest();
		if (question != null) {
			this.commits.apply(task, new TaskCommand.Lapse(question.key()));
		}
	}

	private boolean isOpen(LocalTask task, OpenQuestion open) {
		return !task.isRemoved() && open.question().equals(task.record().inputRequest())
				&& this.reports.of(task).mailbox().questions().open() == open;
	}

	/** Withdraws the question of a body that was interrupted while it waited. */
	public void giveUp(LocalTask task, OpenQuestion open) {
		this.commits.apply(task, new TaskCommand.Withdraw(open.question()));
	}

	/** Closes a question that ended without an answer. */
	@Override
	public void changed(Change change) {
		QuestionEnd end = change.outcome().question();
		BackgroundTaskRecord before = change.before();
		if (before != null && (end == QuestionEnd.LAPSED || end == QuestionEnd.WITHDRAWN)) {
			OpenQuestion withdrawn = this.reports.of(change.task())
				.mailbox()
				.questions()
				.withdrawn(before, end == QuestionEnd.LAPSED);
			ended(withdrawn, change.after());
		}
	}

	/**
	 * Opens the question in the record of a task that is not in the table yet; no body
	 * waits for it.
	 */
	public void open(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		if (record.inputRequest() != null) {
			this.reports.of(task).mailbox().questions().leave(record);
		}
	}

	/** Sets the alarm of the open question of a task that is in the table. */
	public void watch(LocalTask task) {
		OpenQuestion open = (task.record().inputRequest() != null) ? this.reports.of(task).mailbox().questions().open()
				: null;
		if (open != null) {
			setDeadline(task, open);
		}
	}

	/** Cancels the alarm of a question that has ended, and records the wait. */
	void ended(@Nullable OpenQuestion open, BackgroundTaskRecord after) {
		if (open != null) {
			open.cancelDeadline();
			this.metrics.inputWaited(after, Duration.between(open.askedAt(), after.updatedAt()));
		}
	}

	/**
	 * The result of asking: a kept answer, an open question with its change, or nothing.
	 *
	 * @param kept the answer that was kept
	 * @param open the question that is now open
	 * @param change the change that opened the question
	 */
	public record Asked(@Nullable Answer kept, @Nullable OpenQuestion open, @Nullable Change change) {

		static final Asked NOTHING = new Asked(null, null, null);

	}

}
