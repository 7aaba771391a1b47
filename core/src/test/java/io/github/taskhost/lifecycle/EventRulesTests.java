package io.github.taskhost.lifecycle;

import io.github.taskhost.event.BackgroundTaskEvent;
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

}
