package io.github.taskhost.local;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.Commits.Commit;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Messages to and from tasks.
 */
final class Messaging {

	private final Host host;

	private final MessageChecks checks;

	private final MessageIds ids = new MessageIds();

	Messaging(Host host) {
		this.host = host;
		this.checks = new MessageChecks(host.options().reports(), host.codec());
	}

	TaskMessageReceipt send(LocalTask task, List<TaskMessagePart> parts) {
		List<TaskMessagePart> checked = this.checks.checked(parts);
		String sender = this.host.callerName();
		Dialogue dialogue = this.host.reportsOf(task).dialogue();
		Sent sent = dialogue.inTurn(() -> {
			requireRoom(task, dialogue);
			TaskMessage message = inbound(checked, sender, null);
			TaskCommand command = new TaskCommand.Receive(message);
			Commit commit = this.host.commits().store(task, TaskLifecycle.ANY_ATTEMPT, command);
			requireStored(commit);
			dialogue.keep(message);
			return new Sent(message, commit, queue(task, message));
		});
		this.host.commits().follow(task, sent.commit());
		this.host.metrics().message(sent.commit().after(), MessageDirection.INBOUND);
		return passOn(task, sent.message(), sent.queued());
	}

	private void requireRoom(LocalTask task, Dialogue dialogue) {
		if (!dialogue.hasRoom()) {
			BackgroundTaskRecord record = task.record();
			this.host.metrics().rejected(task.kind().name(), RejectionReason.MESSAGES);
			throw new TaskRejectedException(RejectionReason.MESSAGES, "Task '" + record.id() + "' of session '"
					+ record.sessionId() + "' takes no further message: " + this.host.options().reports().messages()
					+ " wait for its body, the limit (taskhost.messages.retained). Have the body receive them.");
		}
	}

	static void requireStored(Commit commit) {
		if (!commit.stored()) {
			throw new TaskNotFoundException("The record of task '" + commit.before().id() + "' of session '"
					+ commit.before().sessionId() + "' was removed: nobody would get the message.");
		}
	}

	TaskMessage inbound(List<TaskMessagePart> parts, @Nullable String sender, @Nullable String questionKey) {
		return message(MessageDirection.INBOUND, parts, sender, questionKey, MessageDelivery.QUEUED);
	}

	private TaskMessage message(MessageDirection direction, List<TaskMessagePart> parts, @Nullable String sender,
			@Nullable String questionKey, MessageDelivery delivery) {
		var now = this.host.clock().instant();
		return new TaskMessage(this.ids.next(now), direction, parts, now, sender, questionKey, delivery);
	}

	/** Keeps the order of the messages for an executor, if there is one; in turn. */
	static @Nullable CompletableFuture<@Nullable Void> queue(LocalTask task, TaskMessage message) {
		Assignment assignment = task.assignment();
		return (assignment != null) ? assignment.queue(message) : null;
	}

	/** A body takes it when it asks for it; an executor is given it now. */
	TaskMessageReceipt passOn(LocalTask task, TaskMessage message, @Nullable CompletableFuture<@Nullable Void> queued) {
		if (!task.record().mode().isReported()) {
			return new TaskMessageReceipt(message, null);
		}
		Assignment assignment = task.assignment();
		if (assignment == null || queued == null) {
			return delivered(task, message, new UnsupportedTaskOperationException(task.kind().name(), "deliver"));
		}
		CompletableFuture<TaskMessageReceipt> receipt = queued
			.handle((ignored, failure) -> delivered(task, message, failure));
		assignment.startNext();
		return assignment.isCurrentThread() ? new TaskMessageReceipt(message, null) : receipt.join();
	}

	private TaskMessageReceipt delivered(LocalTask task, TaskMessage message, @Nullable Throwable failure) {
		Dialogue dialogue = this.host.reportsOf(task).dialogue();
		dialogue.taken(message);
		if (failure == null) {
			return new TaskMessageReceipt(dialogue.mark(message, MessageDelivery.DELIVERED), null);
		}
		String reason = (failure.getMessage() != null) ? failure.getMessage() : failure.getClass().getName();
		return new TaskMessageReceipt(dialogue.mark(message, MessageDelivery.NOT_DELIVERED), reason);
	}

	void post(LocalTask task, int attempt, List<TaskMessagePart> parts) {
		List<TaskMessagePart> checked = this.checks.checked(parts);
		Dialogue dialogue = this.host.reportsOf(task).dialogue();
		Sent sent = dialogue.inTurn(() -> {
			TaskMessage message = message(MessageDirection.OUTBOUND, checked, null, null, MessageDelivery.DELIVERED);
			TaskCommand command = new TaskCommand.Post(message);
			Commit commit = this.host.commits().store(task, attempt, command);
			if (commit.stored()) {
				dialogue.keep(message);
			}
			return new Sent(message, commit, null);
		});
		if (sent.commit().stored()) {
			this.host.commits().follow(task, sent.commit());
			this.host.metrics().message(sent.commit().after(), MessageDirection.OUTBOUND);
		}
	}

	private record Sent(TaskMessage message, Commit commit, @Nullable CompletableFuture<@Nullable Void> queued) {
	}

}
