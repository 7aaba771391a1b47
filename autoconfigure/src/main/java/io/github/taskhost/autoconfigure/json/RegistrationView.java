package io.github.taskhost.autoconfigure.json;

import java.time.Duration;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskLinks;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * JSON of the values of a registration for which the host has defaults. With them, a
 * record that is read equals the one that was written.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
record RegistrationView(@Nullable String displayName, @Nullable String producer, @Nullable CancelPolicy cancelPolicy,
		@Nullable ClosePolicy closePolicy, @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration timeout,
		@Nullable Integer maxAttempts, @Nullable RetryView retry,
		@JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration startAfter, @Nullable Boolean startAfterCommit,
		@Nullable TaskLinks links) {

	private static final RegistrationView NOTHING = new RegistrationView(null, null, null, null, null, null, null, null,
			null, null);

	static @Nullable RegistrationView of(BackgroundTaskRegistration registration) {
		RegistrationView view = new RegistrationView(registration.displayName(), registration.producer(),
				registration.cancelPolicy(), registration.closePolicy(), registration.timeout(),
				registration.maxAttempts(), RetryView.ofNullable(registration.retry()), registration.startAfter(),
				registration.startAfterCommit(), RecordView.linksOrNull(registration.links()));
		return view.equals(NOTHING) ? null : view;
	}

	static BackgroundTaskRegistration toRegistration(RecordView record) {
		BackgroundTaskRegistration.Builder builder = BackgroundTaskRegistration.ofKind(record.kind())
			.wakePolicy(record.wakePolicy());
		if (!isGenerated(record.id(), record.uid())) {
			builder.id(record.id());
		}
		if (record.parentTaskId() != null) {
			builder.parentTaskId(record.parentTaskId());
		}
		if (record.idempotencyKey() != null) {
			builder.idempotencyKey(record.idempotencyKey());
		}
		if (record.input() != null) {
			builder.input(record.input());
		}
		if (record.registration() != null) {
			record.registration().applyTo(builder);
		}
		return builder.build();
	}

	private static boolean isGenerated(String id, UUID uid) {
		return uid.equals(BackgroundTaskRecord.uidOfGeneratedId(id));
	}

	private void applyTo(BackgroundTaskRegistration.Builder builder) {
		if (this.displayName != null) {
			builder.displayName(this.displayName);
		}
		if (this.producer != null) {
			builder.producer(this.producer);
		}
		if (this.cancelPolicy != null) {
			builder.cancelPolicy(this.cancelPolicy);
		}
		if (this.closePolicy != null) {
			builder.closePolicy(this.closePolicy);
		}
		if (this.timeout != null) {
			builder.timeout(this.timeout);
		}
		if (this.maxAttempts != null) {
			builder.maxAttempts(this.maxAttempts);
		}
		if (this.retry != null) {
			builder.retry(this.retry.toPolicy());
		}
		if (this.startAfter != null) {
			builder.startAfter(this.startAfter);
		}
		if (this.startAfterCommit != null) {
			builder.startAfterCommit(this.startAfterCommit);
		}
		builder.links(RecordView.linksOrNone(this.links));
	}

}
