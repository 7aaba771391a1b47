package io.github.taskhost.lifecycle;

import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rules of events. */
class EventRulesTests {

	private static final BackgroundTaskRecord RECORD = Tasks.managed(BackgroundTaskState.RUNNING);

	@Test
	void progressAndUpdatesAreCoalesced() {
		assertThat(EventRules.isCoalesced(new BackgroundTaskEvent.Progress(RECORD, 1, Tasks.START))).isTrue();
		assertThat(EventRules.isCoalesced(new BackgroundTaskEvent.Updated(RECORD, 1, Tasks.START))).isTrue();
	}

	@Test
	void otherEventsAreDeliveredOneByOne() {
		assertThat(EventRules.isCoalesced(new BackgroundTaskEvent.Registered(RECORD, 1, Tasks.START))).isFalse();
		assertThat(EventRules
			.isCoalesced(new BackgroundTaskEvent.StateChanged(RECORD, 1, Tasks.START, BackgroundTaskState.PENDING)))
			.isFalse();
	}

	@Test
	void progressUpdatesAndMessagesMayBeDropped() {
		TaskMessage message = new TaskMessage("m1", MessageDirection.INBOUND,
				List.of(new TaskMessagePart.Text("go on")), Tasks.START, null, null, MessageDelivery.QUEUED);
		assertThat(List.of(new BackgroundTaskEvent.Progress(RECORD, 1, Tasks.START),
				new BackgroundTaskEvent.Updated(RECORD, 1, Tasks.START),
				new BackgroundTaskEvent.MessageReceived(RECORD, 1, Tasks.START, message),
				new BackgroundTaskEvent.MessageSent(RECORD, 1, Tasks.START, message)))
			.allMatch(EventRules::isDroppable);
	}

	@Test
	void eventsOfTheLifecycleAreNeverDropped() {
		assertThat(List.of(new BackgroundTaskEvent.Registered(RECORD, 1, Tasks.START),
				new BackgroundTaskEvent.StateChanged(RECORD, 1, Tasks.START, BackgroundTaskState.PENDING)))
			.noneMatch(EventRules::isDroppable);
	}

}
