package io.github.taskhost.autoconfigure.json;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * JSON of an event.
 *
 * @param type the type
 * @param sequence the sequence number
 * @param time the time
 * @param from the previous state or session, for a change of state or a transfer
 * @param question the question, if it was answered, declined or withdrawn
 * @param answer the answer to the question
 * @param reason the reason of a declined question
 * @param by the caller that declined the question
 * @param message the message, if one was received or sent
 * @param record the record after the event
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
record EventView(String type, long sequence, @JsonFormat(shape = JsonFormat.Shape.STRING) Instant time,
		@Nullable String from, @Nullable InputRequest question, @Nullable Answer answer, @Nullable String reason,
		@Nullable String by, @Nullable TaskMessage message, BackgroundTaskRecord record) {

	/** Requires the properties without default, since JSON may lack any of them. */
	EventView {
		Objects.requireNonNull(type, "type is missing");
		Objects.requireNonNull(time, "time is missing");
		Objects.requireNonNull(record, "record is missing");
	}

	static EventView of(BackgroundTaskEvent event) {
		BackgroundTaskEvent.InputDeclined declined = (event instanceof BackgroundTaskEvent.InputDeclined it) ? it
				: null;
		return new EventView(EventType.of(event).text(), event.sequence(), event.time(), from(event), question(event),
				(event instanceof BackgroundTaskEvent.InputAnswered answered) ? answered.answer() : null,
				(declined != null) ? declined.reason() : null, (declined != null) ? declined.by() : null,
				message(event), event.record());
	}

	private static @Nullable String from(BackgroundTaskEvent event) {
		return switch (event) {
			case BackgroundTaskEvent.StateChanged changed -> changed.from().name().toLowerCase(Locale.ROOT);
			case BackgroundTaskEvent.Transferred transferred -> transferred.from();
			default -> null;
		};
	}

	private static @Nullable InputRequest question(BackgroundTaskEvent event) {
		return switch (event) {
			case BackgroundTaskEvent.InputAnswered answered -> answered.question();
			case BackgroundTaskEvent.InputDeclined declined -> declined.question();
			case BackgroundTaskEvent.InputWithdrawn withdrawn -> withdrawn.question();
			default -> null;
		};
	}

	private static @Nullable TaskMessage message(BackgroundTaskEvent event) {
		return switch (event) {
			case BackgroundTaskEvent.MessageReceived received -> received.message();
			case BackgroundTaskEvent.MessageSent sent -> sent.message();
			default -> null;
		};
	}

	private <T> T required(@Nullable T value, String name) {
		if (value == null) {
			throw new InvalidTaskArgumentException("An event of type '" + this.type + "' needs '" + name + "'.");
		}
		return value;
	}

	BackgroundTaskEvent toEvent() {
		return switch (EventType.of(this.type)) {
			case REGISTERED -> new BackgroundTaskEvent.Registered(this.record, this.sequence, this.time);
			case STATE_CHANGED ->
				new BackgroundTaskEvent.StateChanged(this.record, this.sequence, this.time, stateBefore());
			case PROGRESS -> new BackgroundTaskEvent.Progress(this.record, this.sequence, this.time);
			case UPDATED -> new BackgroundTaskEvent.Updated(this.record, this.sequence, this.time);
			case COMPLETED -> new BackgroundTaskEvent.Completed(this.record, this.sequence, this.time);
			case FAILED -> new BackgroundTaskEvent.Failed(this.record, this.sequence, this.time);
			case CANCEL_REQUESTED -> new BackgroundTaskEvent.CancelRequested(this.record, this.sequence, this.time);
			case CANCELLED -> new BackgroundTaskEvent.Cancelled(this.record, this.sequence, this.time);
			case TRANSFERRED -> new BackgroundTaskEvent.Transferred(this.record, this.sequence, this.time, before());
			case INPUT_REQUESTED -> new BackgroundTaskEvent.InputRequested(this.record, this.sequence, this.time);
			case INPUT_ANSWERED -> new BackgroundTaskEvent.InputAnswered(this.record, this.sequence, this.time,
					required(this.question, "question"), required(this.answer, "answer"));
			case INPUT_DECLINED -> new BackgroundTaskEvent.InputDeclined(this.record, this.sequence, this.time,
					required(this.question, "question"), this.reason, this.by);
			case INPUT_WITHDRAWN -> new BackgroundTaskEvent.InputWithdrawn(this.record, this.sequence, this.time,
					required(this.question, "question"));
			case MESSAGE_RECEIVED -> new BackgroundTaskEvent.MessageReceived(this.record, this.sequence, this.time,
					required(this.message, "message"));
			case MESSAGE_SENT -> new BackgroundTaskEvent.MessageSent(this.record, this.sequence, this.time,
					required(this.message, "message"));
			case REMOVED -> new BackgroundTaskEvent.Removed(this.record, this.sequence, this.time);
		};
	}

	private BackgroundTaskState stateBefore() {
		try {
			return BackgroundTaskState.valueOf(before().toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTaskArgumentException("There is no task state '" + this.from + "'.");
		}
	}

	private String before() {
		return required(this.from, "from");
	}

}
