package io.github.taskhost.autoconfigure.json;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.WakePolicy;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * JSON of a registration. Inside a record it has only the values for which the host has
 * defaults: with them, a record that is read equals the one that was written.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonNaming(PropertyNamingStrategies.LowerCamelCaseStrategy.class)
record RegistrationView(@Nullable String kind, @Nullable String id, @Nullable String displayName,
		@Nullable String producer, @Nullable CancelPolicy cancelPolicy, @Nullable ClosePolicy closePolicy,
		@JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration timeout, @Nullable Integer maxAttempts,
		@Nullable RetryView retry, @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Duration startAfter,
		@JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable Instant startAt, @Nullable Boolean startAfterCommit,
		@Nullable ParentFailurePolicy onParentFailure, @Nullable TaskLinks links, @Nullable String parentTaskId,
		@Nullable String idempotencyKey, @Nullable IdempotencyPolicy idempotencyPolicy, @Nullable JsonPayload input,
		@Nullable WakePolicy wakePolicy, @Nullable List<String> after, @Nullable List<String> afterAnyEnd) {

	private static final RegistrationView NOTHING = new RegistrationView(null, null, null, null, null, null, null, null,
			null, null, null, null, null, null, null, null, null, null, null, null, null);

	/** Returns the part of a registration that is not in its record. */
	static @Nullable RegistrationView inRecord(BackgroundTaskRegistration registration) {
		RegistrationView view = new RegistrationView(null, null, registration.displayName(), registration.producer(),
				registration.cancelPolicy(), registration.closePolicy(), registration.timeout(),
				registration.maxAttempts(), RetryView.ofNullable(registration.retry()), registration.startAfter(),
				registration.startAt(), registration.startAfterCommit(), registration.onParentFailure(),
				RecordView.linksOrNull(registration.links()), null, null, null, null, null,
				listOrNull(registration.after()), listOrNull(registration.afterAnyEnd()));
		return view.equals(NOTHING) ? null : view;
	}

	static RegistrationView of(BackgroundTaskRegistration registration) {
		return new RegistrationView(registration.kind(), registration.id(), registration.displayName(),
				registration.producer(), registration.cancelPolicy(), registration.closePolicy(),
				registration.timeout(), registration.maxAttempts(), RetryView.ofNullable(registration.retry()),
				registration.startAfter(), registration.startAt(), registration.startAfterCommit(),
				registration.onParentFailure(), RecordView.linksOrNull(registration.links()),
				registration.parentTaskId(), registration.idempotencyKey(), RecordView.policyOrNull(registration),
				registration.input(), registration.wakePolicy(), listOrNull(registration.after()),
				listOrNull(registration.afterAnyEnd()));
	}

	static <T> @Nullable List<T> listOrNull(List<T> list) {
		return list.isEmpty() ? null : list;
	}

	BackgroundTaskRegistration toRegistration() {
		if (this.kind == null) {
			throw new InvalidTaskArgumentException("A registration needs 'kind'.");
		}
		BackgroundTaskRegistration.Builder builder = BackgroundTaskRegistration.ofKind(this.kind);
		if (this.id != null) {
			builder.id(this.id);
		}
		if (this.wakePolicy != null) {
			builder.wakePolicy(this.wakePolicy);
		}
		applyNames(builder, this.parentTaskId, this.idempotencyKey, this.idempotencyPolicy, this.input);
		applyTo(builder);
		return builder.build();
	}

	static BackgroundTaskRegistration toRegistration(RecordView record) {
		BackgroundTaskRegistration.Builder builder = BackgroundTaskRegistration.ofKind(record.kind())
			.wakePolicy(record.wakePolicy());
		if (!isGenerated(record.id(), record.uid())) {
			builder.id(record.id());
		}
		applyNames(builder, record.parentTaskId(), record.idempotencyKey(), record.idempotencyPolicy(), record.input());
		if (record.registration() != null) {
			record.registration().applyTo(builder);
		}
		return builder.build();
	}

	private static void applyNames(BackgroundTaskRegistration.Builder builder, @Nullable String parentTaskId,
			@Nullable String idempotencyKey, @Nullable IdempotencyPolicy idempotencyPolicy,
			@Nullable JsonPayload input) {
		if (parentTaskId != null) {
			builder.parentTaskId(parentTaskId);
		}
		if (idempotencyKey != null) {
			builder.idempotencyKey(idempotencyKey,
					Objects.requireNonNullElse(idempotencyPolicy, IdempotencyPolicy.RETAINED));
		}
		if (input != null) {
			builder.input(input);
		}
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
		applySeldom(builder);
		builder.links(RecordView.linksOrNone(this.links));
	}

	private void applySeldom(BackgroundTaskRegistration.Builder builder) {
		if (this.startAfter != null) {
			builder.startAfter(this.startAfter);
		}
		if (this.startAt != null) {
			builder.startAt(this.startAt);
		}
		if (this.startAfterCommit != null) {
			builder.startAfterCommit(this.startAfterCommit);
		}
		if (this.onParentFailure != null) {
			builder.onParentFailure(this.onParentFailure);
		}
		if (this.after != null) {
			builder.after(this.after.toArray(String[]::new));
		}
		if (this.afterAnyEnd != null) {
			builder.afterAnyEnd(this.afterAnyEnd.toArray(String[]::new));
		}
	}

}
