package io.github.taskhost.lifecycle;

import java.time.Instant;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * The rules of messages: a live task receives and sends messages in every state.
 */
final class Messages {

	private Messages() {
	}

	static Decision receive(BackgroundTaskRecord record, TaskMessage message, Instant now) {
		return new Draft(record, now)
			.tell((after, sequence, time) -> new BackgroundTaskEvent.MessageReceived(after, sequence, time, message))
			.done();
	}

	static Decision post(BackgroundTaskRecord record, TaskMessage message, Instant now) {
		return Draft.byWork(record, now)
			.activity(WakeReason.MESSAGE)
			.tell((after, sequence, time) -> new BackgroundTaskEvent.MessageSent(after, sequence, time, message))
			.done();
	}

}
