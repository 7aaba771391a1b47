package io.github.taskhost.local.question;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.github.taskhost.error.AnswerRefusedException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.lifecycle.ElsewhereRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.commit.Cancellations;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Mailbox;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.task.TaskReports;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.local.time.UidSequence;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages to tasks and posts the messages of tasks: commits each message, keeps it
 * in the mailbox of its task, and passes messages to executors.
 */
public final class Mailboxes {

	private final UidSequence ids = new UidSequence();

	private final Commits commits;

	private final ReportKeeper reports;

	private final MessageChecks checks;

	private final Cancellations callers;

	private final Clock clock;

	private final BackgroundTaskMetricsRecorder metrics;

	private final int limit;

	public Mailboxes(Commits commits, ReportKeeper reports, MessageChecks checks, Cancellations callers, Clock clock,
			BackgroundTaskMetricsRecorder metrics, int limit) {
		this.commits = commits;
		this.reports = reports;
		this.checks = checks;
		this.callers = callers;
		this.clock = clock;
		this.metrics = metrics;
		this.limit = limit;
	}

	public TaskMessageReceipt send(LocalTask task, List<TaskMessagePart> parts) {
		List<TaskMessagePart> checked = this.checks.checked(parts);
		String sender = this.callers.callerName();
		Sent sent = sent(task, checked, sender);
		this.commits.follow(sent.change());
		this.metrics.message(sent.change().after(), MessageDirection.INBOUND);
		return passOn(sent.change().task(), sent.message(), sent.queued());
	}

	private Sent sent(LocalTask task, List<TaskMessagePart> parts, @Nullable String sender) {
		try {
			Sent sent = null;
			while (sent == null) {
				sent = this.commits.inTurn(() -> tryToSend(this.commits.present(task), inbound(parts, sender, null)));
			}
			return sent;
		}
		catch (TaskRejectedException ex) {
			this.metrics.rejected(task.kind().name(), ex.reason());
			throw ex;
		}
	}

	/** Returns {@code null} if the task was given up meanwhile. */
	private @Nullable Sent tryToSend(LocalTask task, TaskMessage message) {
		Mailbox mailbox = this.reports.of(task).mailbox();
		return mailbox.inTurn(() -> {
			if (!mailbox.hasRoom()) {
				throw refused(task);
			}
			TaskCommand command = new TaskCommand.Receive(message);
			return this.commits.store(task, TaskLifecycle.ANY_ATTEMPT, command, with(message), (change) -> {
				if (goesOnElsewhere(change)) {
					return null;
				}
				requireStored(change);
				mailbox.keep(message);
				return new Sent(message, change, queue(task, message));
			});
		});
	}

	private static Additions with(TaskMessage message) {
		return new Additions(message, null, null);
	}

	private TaskRejectedException refused(LocalTask task) {
		BackgroundTaskRecord record = task.record();
		return new TaskRejectedException(RejectionReason.MESSAGES, "Task '" + record.id() + "' of session '"
				+ record.sessionId() + "' takes no further messages: " + this.limit
				+ " messages wait for delivery, the limit (taskhost.messages.retained). Send again when some were received.");
	}

	/** Whether a command met a task that was given up meanwhile and is stored. */
	boolean goesOnElsewhere(Change change) {
		return !change.stored() && this.commits.present(change.task()) != change.task();
	}

	static void requireStored(Change change) {
		if (!change.stored()) {
			throw new TaskNotFoundException("The record of task '" + change.after().id() + "' of session '"
					+ change.after().sessionId() + "' was removed, so the task takes no messages. Start a new task.");
		}
	}

	TaskMessage inbound(List<TaskMessagePart> parts, @Nullable String sender, @Nullable String questionKey) {
		return message(MessageDirection.INBOUND, parts, sender, questionKey, MessageDelivery.QUEUED);
	}

	private TaskMessage message(MessageDirection direction, List<TaskMessagePart> parts, @Nullable String sender,
			@Nullable String questionKey, MessageDelivery delivery) {
		Instant now = this.clock.instant();
		return new TaskMessage(MessageChecks.ID_PREFIX + this.ids.next(now.toEpochMilli()), direction, parts, now,
				sender, questionKey, delivery);
	}

	/**
	 * Queues a message for the executor, if any, in the order of the mailbox; call it in
	 * turn.
	 */
	@Nullable CompletableFuture<TaskMessageReceipt> queue(LocalTask task, TaskMessage message) {
		Work.Driven driven = task.driven();
		if (driven == null) {
			return null;
		}
		CompletableFuture<TaskMessageReceipt> receipt = new CompletableFuture<>();
		driven.queue(new MessageSending(this, task, message, receipt));
		return receipt;
	}

	/**
	 * Queues the messages and replies that were stored for a task while no host had it;
	 * before the task is published. Their senders do not wait. The executor gets them
	 * when it has started the next attempt, or when the work goes on.
	 */
	public void restored(LocalTask task) {
		Work.Driven driven = task.driven();
		if (driven == null) {
			return;
		}
		driven.hold();
		TaskReports kept = task.reports();
		if (kept != null) {
			for (TaskMessage message : kept.mailbox().queued()) {
				var unused = queue(task, message);
			}
		}
	}

	/** The receipt of a message that waits, perhaps after a failed delivery. */
	static TaskMessageReceipt queued(TaskMessage message, @Nullable Throwable failure) {
		return new TaskMessageReceipt(message, (failure != null) ? reason(failure) : null);
	}

	static String reason(Throwable failure) {
		return (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getName();
	}

	/**
	 * Passes a message on: a body receives it on request, an executor now. Waits for the
	 * executor, except on the thread of a call for the same task, and before the executor
	 * has started the present attempt.
	 */
	TaskMessageReceipt passOn(LocalTask task, TaskMessage message,
			@Nullable CompletableFuture<TaskMessageReceipt> receipt) {
		if (!task.record().mode().isReported()) {
			return new TaskMessageReceipt(message, null);
		}
		if (Commits.isDetached(task)) {
			return sentElsewhere(task, message);
		}
		Work.Driven driven = task.driven();
		if (driven == null || receipt == null) {
			return delivered(task, message, new UnsupportedTaskOperationException(task.kind().name(), "deliver"));
		}
		driven.startNext();
		return driven.isCurrentThread() ? new TaskMessageReceipt(message, null) : await(receipt);
	}

	/** The receipt of a message for work that another host has. */
	private static TaskMessageReceipt sentElsewhere(LocalTask task, TaskMessage message) {
		if (ElsewhereRules.takesMessages(task.record(), task.kind().executor() != null)) {
			return new TaskMessageReceipt(message, null);
		}
		Exception refusal = new UnsupportedTaskOperationException(task.kind().name(), "deliver");
		return new TaskMessageReceipt(message.withDelivery(MessageDelivery.NOT_DELIVERED), reason(refusal));
	}

	/** Passes a message on that another host has stored. */
	void arrived(LocalTask task, TaskMessage message) {
		if (task.record().mode().isReported()) {
			Work.Driven driven = task.driven();
			if (driven != null) {
				driven.startNext();
			}
			else {
				delivered(task, message, new UnsupportedTaskOperationException(task.kind().name(), "deliver"));
			}
		}
	}

	private static TaskMessageReceipt await(CompletableFuture<TaskMessageReceipt> receipt) {
		try {
			return receipt.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof AnswerRefusedException refused) ? refused : ex;
		}
	}

	/** Marks a message as delivered or not delivered. */
	TaskMessageReceipt delivered(LocalTask task, TaskMessage message, @Nullable Throwable failure) {
		Mailbox mailbox = this.reports.of(task).mailbox();
		mailbox.taken(message);
		if (failure == null) {
			return new TaskMessageReceipt(mailbox.mark(message, MessageDelivery.DELIVERED), null);
		}
		return new TaskMessageReceipt(mailbox.mark(message, MessageDelivery.NOT_DELIVERED), reason(failure));
	}

	public void post(LocalTask task, int attempt, List<TaskMessagePart> parts) {
		List<TaskMessagePart> checked = this.checks.checked(parts);
		Mailbox mailbox = this.reports.of(task).mailbox();
		Sent sent = this.commits.inTurn(() -> mailbox.inTurn(() -> posted(task, attempt, checked, mailbox)));
		if (sent.change().stored()) {
			this.commits.follow(sent.change());
			this.metrics.message(sent.change().after(), MessageDirection.OUTBOUND);
		}
	}

	private Sent posted(LocalTask task, int attempt, List<TaskMessagePart> parts, Mailbox mailbox) {
		TaskMessage message = message(MessageDirection.OUTBOUND, parts, null, null, MessageDelivery.DELIVERED);
		TaskCommand command = new TaskCommand.Post(message);
		return this.commits.store(task, attempt, command, with(message), (change) -> {
			if (change.stored()) {
				mailbox.keep(message);
			}
			return new Sent(message, change, null);
		});
	}

	private record Sent(TaskMessage message, Change change, @Nullable CompletableFuture<TaskMessageReceipt> queued) {
	}

}
