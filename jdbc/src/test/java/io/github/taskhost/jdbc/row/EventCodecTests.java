package io.github.taskhost.jdbc.row;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskEvent.Cancelled;
import io.github.taskhost.event.BackgroundTaskEvent.CancelRequested;
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
import io.github.taskhost.jdbc.Records;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventCodecTests {

	private static final Instant TIME = Instant.parse("2026-11-20T10:00:00.123456789Z");

	private final EventCodec codec = new EventCodec(new RecordCodec());

	@Test
	void eventsOfAllTypesAreReadAsTheyWere() {
		List<BackgroundTaskEvent> events = all(Records.small("s1"));
		assertThat(events.stream().<Class<?>>map(Object::getClass).distinct())
			.containsExactlyInAnyOrder(BackgroundTaskEvent.class.getPermittedSubclasses());
		String text = this.codec.write(events);
		assertThat(this.codec.read(events.getFirst().record(), text)).isEqualTo(events);
	}

	private static List<BackgroundTaskEvent> all(BackgroundTaskRecord record) {
		List<BackgroundTaskEvent> events = new ArrayList<>(withQuestions(record));
		events.addAll(List.of(new Registered(record, 1, TIME),
				new StateChanged(record, 2, TIME, BackgroundTaskState.PENDING), new Progress(record, 3, TIME),
				new Updated(record, 4, TIME), new Completed(record, 5, TIME), new Failed(record, 6, TIME),
				new CancelRequested(record, 7, TIME), new Cancelled(record, 8, TIME),
				new Transferred(record, 9, TIME, "s0"), new Removed(record, 10, TIME)));
		TaskMessage message = new TaskMessage("m1", MessageDirection.INBOUND, List.of(TaskMessagePart.text("hello")),
				TIME, "ann", null, MessageDelivery.QUEUED);
		events.addAll(
				List.of(new MessageReceived(record, 11, TIME, message), new MessageSent(record, 12, TIME, message)));
		return events;
	}

	private static List<BackgroundTaskEvent> withQuestions(BackgroundTaskRecord record) {
		InputRequest question = InputRequest.of("k", "Go on?");
		Answer answer = new Answer("k", new JsonPayload("{\"a\": 1.00}"), TIME, "ann");
		return List.of(new InputRequested(record, 13, TIME), new InputAnswered(record, 14, TIME, question, answer),
				new InputDeclined(record, 15, TIME, question, "not now", "bob"),
				new InputDeclined(record, 16, TIME, question, null, null),
				new InputWithdrawn(record, 17, TIME, question));
	}

	@Test
	void changeWithoutEventsHasNoText() {
		assertThat(this.codec.write(List.of())).isNull();
	}

	@Test
	void eventsOfNewerVersionsAreLeftOut() {
		BackgroundTaskRecord record = Records.small("s1");
		String text = this.codec.write(List.of(new Updated(record, 4, TIME)));
		assertThat(this.codec.read(record, text.replace("Updated", "Reordered"))).isEmpty();
	}

}
