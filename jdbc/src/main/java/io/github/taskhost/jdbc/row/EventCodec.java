package io.github.taskhost.jdbc.row;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
import io.github.taskhost.jdbc.error.UnreadableTaskException;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of a change as JSON without their record, which is that of the
 * change, and reads them with it. Thread-safe.
 */
public final class EventCodec {

	private final RecordCodec codec;

	public EventCodec(RecordCodec codec) {
		this.codec = codec;
	}

	/** Writes the events of a change; {@code null} for none. */
	@Nullable String write(List<BackgroundTaskEvent> events) {
		return events.isEmpty() ? null : this.codec.write(events.stream().map(EventCodec::text).toList());
	}

	/**
	 * Reads the events of a change. Those of types that a newer version of this library
	 * has are left out.
	 * @param record the record after the change
	 * @param text the events
	 * @throws UnreadableTaskException if the text is not that of events
	 */
	public List<BackgroundTaskEvent> read(BackgroundTaskRecord record, String text) {
		List<BackgroundTaskEvent> events = new ArrayList<>();
		for (EventText event : this.codec.read(record.uid(), text, EventText[].class)) {
			BackgroundTaskEvent read = event.with(record);
			if (read != null) {
				events.add(read);
			}
		}
		return events;
	}

	private static EventText text(BackgroundTaskEvent event) {
		return switch (event) {
			case StateChanged changed -> text(event, Details.from(changed.from().name()));
			case Transferred moved -> text(event, Details.from(moved.from()));
			case InputAnswered answered ->
				text(event, new Details(null, answered.question(), answered.answer(), null, null, null));
			case InputDeclined declined ->
				text(event, new Details(null, declined.question(), null, declined.reason(), declined.by(), null));
			case InputWithdrawn withdrawn ->
				text(event, new Details(null, withdrawn.question(), null, null, null, null));
			case MessageReceived received -> text(event, Details.of(received.message()));
			case MessageSent sent -> text(event, Details.of(sent.message()));
			default -> text(event, null);
		};
	}

	private static EventText text(BackgroundTaskEvent event, @Nullable Details details) {
		return new EventText(event.getClass().getSimpleName(), event.sequence(), event.time(), details);
	}

	/**
	 * JSON of an event.
	 *
	 * @param type the simple name of its class
	 * @param sequence the sequence number
	 * @param time the time of the change
	 * @param details the other values, or {@code null}
	 */
	public record EventText(String type, long sequence, Instant time, @Nullable Details details) {

		private @Nullable BackgroundTaskEvent with(BackgroundTaskRecord record) {
			return switch (this.type) {
				case "Registered" -> new Registered(record, this.sequence, this.time);
				case "StateChanged" -> new StateChanged(record, this.sequence, this.time,
						BackgroundTaskState.valueOf(Objects.requireNonNull(given().from())));
				case "Progress" -> new Progress(record, this.sequence, this.time);
				case "Updated" -> new Updated(record, this.sequence, this.time);
				case "Completed" -> new Completed(record, this.sequence, this.time);
				case "Failed" -> new Failed(record, this.sequence, this.time);
				case "CancelRequested" -> new CancelRequested(record, this.sequence, this.time);
				case "Cancelled" -> new Cancelled(record, this.sequence, this.time);
				case "Transferred" ->
					new Transferred(record, this.sequence, this.time, Objects.requireNonNull(given().from()));
				case "Removed" -> new Removed(record, this.sequence, this.time);
				default -> withTalk(record);
			};
		}

		private @Nullable BackgroundTaskEvent withTalk(BackgroundTaskRecord record) {
			return switch (this.type) {
				case "InputRequested" -> new InputRequested(record, this.sequence, this.time);
				case "InputAnswered" -> new InputAnswered(record, this.sequence, this.time, given().asked(),
						Objects.requireNonNull(given().answer()));
				case "InputDeclined" -> new InputDeclined(record, this.sequence, this.time, given().asked(),
						given().reason(), given().by());
				case "InputWithdrawn" -> new InputWithdrawn(record, this.sequence, this.time, given().asked());
				case "MessageReceived" -> new MessageReceived(record, this.sequence, this.time, given().sent());
				case "MessageSent" -> new MessageSent(record, this.sequence, this.time, given().sent());
				default -> null;
			};
		}

		private Details given() {
			return Objects.requireNonNull(this.details);
		}

	}

	/**
	 * JSON of the values that events have beside their record.
	 *
	 * @param from the previous state or session
	 * @param question the question
	 * @param answer the answer
	 * @param reason the reason
	 * @param by the name of the caller
	 * @param message the message
	 */
	public record Details(@Nullable String from, @Nullable InputRequest question, @Nullable Answer answer,
			@Nullable String reason, @Nullable String by, @Nullable TaskMessage message) {

		private static Details from(String from) {
			return new Details(from, null, null, null, null, null);
		}

		private static Details of(TaskMessage message) {
			return new Details(null, null, null, null, null, message);
		}

		private InputRequest asked() {
			return Objects.requireNonNull(this.question);
		}

		private TaskMessage sent() {
			return Objects.requireNonNull(this.message);
		}

	}

}
