package io.github.taskhost;

import java.time.Duration;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * The part of a record that never changes, shared by all records of a task. Only a
 * builder that made its own copy writes the fields, and none after the record was built.
 */
final class TaskIdentity {

	private final long uidHigh;

	private final long uidLow;

	final BackgroundTaskRegistration registration;

	final String kind;

	TaskMode mode = TaskMode.MANAGED;

	String producer;

	@Nullable UUID parentUid;

	CancelPolicy cancelPolicy;

	ClosePolicy closePolicy;

	@Nullable Duration timeout;

	TaskRetryPolicy retry;

	long createdAt;

	TaskIdentity(UUID uid, BackgroundTaskRegistration registration, long createdAt) {
		this.uidHigh = uid.getMostSignificantBits();
		this.uidLow = uid.getLeastSignificantBits();
		this.registration = registration;
		this.kind = registration.kind();
		this.producer = (registration.producer() != null) ? registration.producer() : "";
		this.cancelPolicy = (registration.cancelPolicy() != null) ? registration.cancelPolicy()
				: CancelPolicy.COOPERATIVE;
		this.closePolicy = (registration.closePolicy() != null) ? registration.closePolicy() : ClosePolicy.KEEP;
		this.timeout = registration.timeout();
		this.retry = TaskRetryPolicy.of(registration.retry(), registration.maxAttempts());
		this.createdAt = createdAt;
	}

	UUID uid() {
		return new UUID(this.uidHigh, this.uidLow);
	}

	TaskIdentity copy() {
		TaskIdentity copy = new TaskIdentity(uid(), this.registration, this.createdAt);
		copy.mode = this.mode;
		copy.producer = this.producer;
		copy.parentUid = this.parentUid;
		copy.cancelPolicy = this.cancelPolicy;
		copy.closePolicy = this.closePolicy;
		copy.timeout = this.timeout;
		copy.retry = this.retry;
		return copy;
	}

}
