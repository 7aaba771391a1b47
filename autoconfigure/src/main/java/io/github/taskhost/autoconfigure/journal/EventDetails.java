package io.github.taskhost.autoconfigure.journal;

import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskEvent.CancelRequested;
import io.github.taskhost.event.BackgroundTaskEvent.Cancelled;
import io.github.taskhost.event.BackgroundTaskEvent.Completed;
import io.github.taskhost.event.BackgroundTaskEvent.Failed;
import io.github.taskhost.event.BackgroundTaskEvent.InputAnswered;
import io.github.taskhost.event.BackgroundTaskEvent.InputDeclined;
import io.github.taskhost.event.BackgroundTaskEvent.InputRequested;
import io.github.taskhost.event.BackgroundTaskEvent.InputWithdrawn;
import io.github.taskhost.event.BackgroundTaskEvent.MessageReceived;
import io.github.taskhost.event.BackgroundTaskEvent.MessageSent;
import io.github.taskhost.event.BackgroundTaskEvent.Progress;
import io.github.taskhost.event.BackgroundTaskEvent.Registered;
import io.github.taskhost.event.BackgroundTaskEvent.Removed;
import io.github.taskhost.event.BackgroundTaskEvent.StateChanged;
import io.github.taskhost.event.BackgroundTaskEvent.Transferred;
import io.github.taskhost.event.BackgroundTaskEvent.Updated;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.TaskAttempt;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/**
 * Adds the fields of each event type to its journal line. Data of the application is left
 * out: inputs, results, answers, messages, prompts and exception messages.
 */
final class EventDetails {

	private EventDetails() {
	}

	static void add(BackgroundTaskEvent event, JournalLine line) {
		BackgroundTaskRecord record = event.record();
		switch (event) {
			case Registered registered -> registered(record, line);
			case StateChanged changed -> stateChanged(changed, line);
			case Progress progress -> progress(record, line);
			case Updated updated -> updated(record, line);
			case Completed completed -> line.withText("summary", record.summary());
			case Failed failed -> failure(record.failure(), line);
			case CancelRequested requested -> cancelled(record, line);
			case Cancelled cancelled -> cancelled(record, line);
			case Transferred transferred -> line.with("from", transferred.from());
			case InputRequested requested -> question(record.inputRequest(), line);
			case InputAnswered answered -> question(answered.question(), line).withText("by", answered.answer().by());
			case InputDeclined declined -> question(declined.question(), line).withText("by", declined.by());
			case InputWithdrawn withdrawn -> question(withdrawn.question(), line);
			case MessageReceived received -> message(received.message(), line);
			case MessageSent sent -> message(sent.message(), line);
			case Removed removed -> {
			}
		}
	}

	private static void registered(BackgroundTaskRecord record, JournalLine line) {
		line.with("mode", record.mode())
			.withText("name", record.displayName())
			.withText("producer", record.producer())
			.with("parent", record.parentTaskId());
	}

	/** A task that returns to PENDING after an attempt has failed and is retried. */
	private static void stateChanged(StateChanged changed, JournalLine line) {
		line.with("from", changed.from());
		List<TaskAttempt> attempts = changed.record().earlierAttempts();
		if (changed.record().state() == BackgroundTaskState.PENDING && !attempts.isEmpty()) {
			failure(attempts.getLast().failure(), line);
		}
	}

	private static void progress(BackgroundTaskRecord record, JournalLine line) {
		io.github.taskhost.task.Progress progress = record.progress();
		if (progress != null) {
			line.with("progress", progress.current()).with("total", progress.total()).withText("unit", progress.unit());
		}
		line.withText("status", record.status());
	}

	private static void updated(BackgroundTaskRecord record, JournalLine line) {
		int artifacts = record.artifacts().size();
		line.withText("status", record.status())
			.withText("summary", record.summary())
			.with("artifacts", (artifacts > 0) ? artifacts : null);
	}

	private static void failure(@Nullable TaskFailure failure, JournalLine line) {
		if (failure != null) {
			line.with("failure", failure.kind()).withText("thrown", failure.type());
		}
	}

	private static void cancelled(BackgroundTaskRecord record, JournalLine line) {
		line.withText("reason", record.cancelReason())
			.withText("by", record.cancelledBy())
			.with("abandoned", record.abandoned() ? Boolean.TRUE : null);
	}

	private static JournalLine question(@Nullable InputRequest question, JournalLine line) {
		return line.with("question", (question != null) ? question.key() : null);
	}

	private static void message(TaskMessage message, JournalLine line) {
		line.with("messageId", message.id()).withText("by", message.sender());
	}

}
