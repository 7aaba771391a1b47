package io.github.taskhost.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.internal.json.UnknowingMapper;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a task. Immutable and thread-safe; each change makes a new record with a
 * higher {@link #version()}. Texts are bounded and free of control characters. Times have
 * nanoseconds and reach from 1677 to 2262.
 *
 * <p>
 * For most tasks a record is a single object, since retained objects cost the garbage
 * collector: times and the uid are numbers, and rarely used attributes are in a separate
 * object.
 */
public final class BackgroundTaskRecord {

	private static final String GENERATED = "task_";

	private final long uidHigh;

	private final long uidLow;

	private final BackgroundTaskRegistration registration;

	private final TaskMode mode;

	private final String producer;

	private final long createdAt;

	private final TaskDetails details;

	private final long version;

	private final long eventSequence;

	private final String sessionId;

	private final BackgroundTaskState state;

	private final long stateSince;

	private final int attempt;

	private final @Nullable String workerId;

	private final long startedAt;

	private final long updatedAt;

	private final long finishedAt;

	private BackgroundTaskRecord(Builder builder) {
		this.uidHigh = builder.uidHigh;
		this.uidLow = builder.uidLow;
		this.registration = builder.registration;
		this.mode = builder.mode;
		this.producer = builder.producer;
		this.createdAt = builder.createdAt;
		this.details = builder.details;
		this.version = builder.version;
		this.eventSequence = builder.eventSequence;
		this.sessionId = builder.sessionId;
		this.state = builder.state;
		this.stateSince = builder.stateSince;
		this.attempt = builder.attempt;
		this.workerId = builder.workerId;
		this.startedAt = builder.startedAt;
		this.updatedAt = builder.updatedAt;
		this.finishedAt = builder.finishedAt;
	}

	@JsonValue
	private Object withoutModule() {
		throw UnknowingMapper.refusal(BackgroundTaskRecord.class);
	}

	/**
	 * Returns a builder for a new task, {@link BackgroundTaskState#PENDING} and managed.
	 * @param uid the uid of the task
	 * @param sessionId the session that owns the task
	 * @param registration the description of the task
	 * @param createdAt the time of its registration
	 * @return a builder
	 */
	public static Builder builder(UUID uid, String sessionId, BackgroundTaskRegistration registration,
			Instant createdAt) {
		return new Builder(uid, sessionId, registration, Times.of(createdAt));
	}

	private static String generatedId(UUID uid) {
		return GENERATED + uid;
	}

	/**
	 * Returns the uid in a generated task id.
	 * @param id a task id
	 * @return the uid, or {@code null} if the id was not generated
	 */
	public static @Nullable UUID uidOfGeneratedId(String id) {
		if (id.length() != GENERATED.length() + 36 || !id.startsWith(GENERATED)) {
			return null;
		}
		try {
			UUID uid = UUID.fromString(id.substring(GENERATED.length()));
			return generatedId(uid).equals(id) ? uid : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Returns a builder with the values of this record.
	 * @return a new builder
	 */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/**
	 * Returns the registration of the task. It has only the attributes that the caller
	 * set; the effective policies are in this record.
	 * @return the registration
	 */
	public BackgroundTaskRegistration registration() {
		return this.registration;
	}

	/**
	 * Returns whether the host generated the id of the task.
	 * @return {@code true} if the registration has no id
	 */
	public boolean hasGeneratedId() {
		return this.registration.id() == null;
	}

	/**
	 * Returns the name of the result among the files of its session, for applications
	 * that show such files. Taskhost serves nothing at this path: {@link #result()} is
	 * the result. JSON does not have it.
	 * @return {@code /.tasks/{id}/result.json}, or {@code null} if there is no result
	 */
	public @Nullable String resultPath() {
		return (result() != null) ? "/.tasks/" + id() + "/result.json" : null;
	}

	/**
	 * Returns the id of the task within its session.
	 * @return the task id
	 */
	public String id() {
		return (this.registration.id() != null) ? this.registration.id() : generatedId(uid());
	}

	/**
	 * Returns the name of the task for people.
	 * @return the name, or the id if the registration has none
	 */
	public String displayName() {
		return (this.registration.displayName() != null) ? this.registration.displayName() : id();
	}

	/**
	 * Returns the id of the parent task.
	 * @return the id, or {@code null} for no parent
	 */
	public @Nullable String parentTaskId() {
		return this.registration.parentTaskId();
	}

	/**
	 * Returns the maximum number of attempts.
	 * @return at least 1
	 */
	public int maxAttempts() {
		return this.details.retry.maxAttempts();
	}

	/**
	 * Returns the effective retry policy, from the registration and the options of the
	 * kind.
	 * @return the policy
	 */
	public TaskRetryPolicy retry() {
		return this.details.retry;
	}

	/**
	 * Returns the idempotency key.
	 * @return the key, or {@code null} for none
	 */
	public @Nullable String idempotencyKey() {
		return this.registration.idempotencyKey();
	}

	/**
	 * Returns the policy that says until when the task holds its idempotency key.
	 * @return the policy
	 */
	public IdempotencyPolicy idempotencyPolicy() {
		return this.registration.idempotencyPolicy();
	}

	/**
	 * Returns the input of the work.
	 * @return the input, or {@code null} for none
	 */
	public @Nullable JsonPayload input() {
		return this.registration.input();
	}

	/**
	 * Returns the wake policy.
	 * @return the policy
	 */
	public WakePolicy wakePolicy() {
		return this.registration.wakePolicy();
	}

	/**
	 * Returns the uid of the task: a time-ordered UUID that is never used again.
	 * @return the uid
	 */
	public UUID uid() {
		return new UUID(this.uidHigh, this.uidLow);
	}

	/**
	 * Returns the number of changes of the record. Heartbeats do not count.
	 * @return the version, from 0
	 */
	public long version() {
		return this.version;
	}

	/**
	 * Returns the sequence number of the newest event of the task.
	 * @return the number, or 0 if there was none
	 */
	public long eventSequence() {
		return this.eventSequence;
	}

	/**
	 * Returns the session that owns the task.
	 * @return the session id
	 */
	public String sessionId() {
		return this.sessionId;
	}

	/**
	 * Returns the name of the kind.
	 * @return the kind
	 */
	public String kind() {
		return this.registration.kind();
	}

	/**
	 * Returns the place where the work runs.
	 * @return the mode
	 */
	public TaskMode mode() {
		return this.mode;
	}

	/**
	 * Returns the part of the application that made the task.
	 * @return the producer; at most 128 characters
	 */
	public String producer() {
		return this.producer;
	}

	/**
	 * Returns the uid of the parent task.
	 * @return the uid, or {@code null} for no parent
	 */
	public @Nullable UUID parentUid() {
		return this.details.parentUid;
	}

	/**
	 * Returns the uids of the tasks after which the task starts: those of
	 * {@link BackgroundTaskRegistration#after()}, then those of
	 * {@link BackgroundTaskRegistration#afterAnyEnd()}.
	 * @return the uids; empty for none
	 */
	public List<UUID> predecessors() {
		return this.details.predecessors;
	}

	/**
	 * Returns whether the start of the task is held back for others: until its
	 * predecessors have ended, or until its group has a place for it.
	 * @return {@code true} while it waits for others
	 */
	public boolean held() {
		return this.details.held;
	}

	/**
	 * Returns the effective cancel policy.
	 * @return the policy
	 */
	public CancelPolicy cancelPolicy() {
		return this.details.cancelPolicy;
	}

	/**
	 * Returns the effective close policy.
	 * @return the policy
	 */
	public ClosePolicy closePolicy() {
		return this.details.closePolicy;
	}

	/**
	 * Returns the timeout of one attempt, without the time in
	 * {@link BackgroundTaskState#WAITING}.
	 * @return the timeout, or {@code null} for none
	 */
	public @Nullable Duration timeout() {
		return this.details.timeout;
	}

	/**
	 * Returns the time of the registration.
	 * @return the time
	 */
	public Instant createdAt() {
		return Times.instant(this.createdAt);
	}

	/**
	 * Returns the state of the task.
	 * @return the state
	 */
	public BackgroundTaskState state() {
		return this.state;
	}

	/**
	 * Returns the time at which the task entered its state.
	 * @return the time
	 */
	public Instant stateSince() {
		return Times.instant(this.stateSince);
	}

	/**
	 * Returns the number of the current attempt.
	 * @return the number, from 1
	 */
	public int attempt() {
		return this.attempt;
	}

	/**
	 * Returns the id of the host instance that executes the attempt.
	 * @return the id, or {@code null} if no host executes it
	 */
	public @Nullable String workerId() {
		return this.workerId;
	}

	/**
	 * Returns the time at which the task first ran or waited.
	 * @return the time, or {@code null} if it has not
	 */
	public @Nullable Instant startedAt() {
		return Times.nullable(this.startedAt);
	}

	/**
	 * Returns the time of the last change of the record.
	 * @return the time
	 */
	public Instant updatedAt() {
		return Times.instant(this.updatedAt);
	}

	/**
	 * Returns the time at which the task ended.
	 * @return the time, or {@code null} while it is live
	 */
	public @Nullable Instant finishedAt() {
		return Times.nullable(this.finishedAt);
	}

	/**
	 * Returns the time from the start of the task to its end, with all attempts and
	 * waits, by the times of this record.
	 * @return the time, 0 or more; {@code null} if the task is live or never started
	 */
	public @Nullable Duration duration() {
		Instant end = finishedAt();
		return (end != null) ? duration(end) : null;
	}

	/**
	 * Returns the time from the start of the task to its end or, while it is live, to a
	 * given time.
	 * @param now the present time
	 * @return the time, 0 or more; {@code null} if the task never started
	 */
	public @Nullable Duration duration(Instant now) {
		Instant start = startedAt();
		if (start == null) {
			return null;
		}
		Duration duration = Duration.between(start, (finishedAt() != null) ? finishedAt() : now);
		return duration.isNegative() ? Duration.ZERO : duration;
	}

	/**
	 * Returns the status line.
	 * @return the text, or {@code null}; at most 512 characters
	 */
	public @Nullable String status() {
		return this.details.status;
	}

	/**
	 * Returns the progress of the work.
	 * @return the progress, or {@code null} if none was reported
	 */
	public @Nullable Progress progress() {
		return this.details.progress;
	}

	/**
	 * Returns the outcome for people.
	 * @return the text, or {@code null}; at most 512 characters
	 */
	public @Nullable String summary() {
		return this.details.summary;
	}

	/**
	 * Returns the result of the task.
	 * @return the result, or {@code null} if there is none
	 */
	public @Nullable TaskResult result() {
		return this.details.result;
	}

	/**
	 * Returns the failure of the task. A cancelled task has one, too, if its body threw
	 * an exception after the cancel request.
	 * @return the failure, or {@code null} if there is none
	 */
	public @Nullable TaskFailure failure() {
		return this.details.failure;
	}

	/**
	 * Returns the open question of the task.
	 * @return the question, or {@code null} if none is open
	 */
	public @Nullable InputRequest inputRequest() {
		return this.details.questions.open();
	}

	/**
	 * Returns the number of questions that the task has asked, the open one included.
	 * @return the number, which is that of the newest question
	 */
	public int questions() {
		return this.details.questions.count();
	}

	/**
	 * Returns the time of the first cancel request.
	 * @return the time, or {@code null} if there was none
	 */
	public @Nullable Instant cancelRequestedAt() {
		return this.details.cancelRequestedAt;
	}

	/**
	 * Returns the reason of the cancellation.
	 * @return the text, or {@code null}; at most 512 characters
	 */
	public @Nullable String cancelReason() {
		return this.details.cancelReason;
	}

	/**
	 * Returns the name of the caller that cancelled the task.
	 * @return the name, or {@code null}; at most 128 characters
	 */
	public @Nullable String cancelledBy() {
		return this.details.cancelledBy;
	}

	/**
	 * Returns whether the record was ended while its body still ran.
	 * @return {@code true} if the body was abandoned
	 */
	public boolean abandoned() {
		return this.details.abandoned;
	}

	/**
	 * Returns the time for which the current attempt ran before its current state. Kept
	 * for tasks with a timeout, which is measured from it; zero for others.
	 * @return the time, 0 or more
	 */
	public Duration runTime() {
		return this.details.runTime;
	}

	/**
	 * Returns the time of the last sign of life of the work.
	 * @return the time, or {@code null} if there was none
	 */
	public @Nullable Instant heartbeatAt() {
		return this.details.heartbeatAt;
	}

	/**
	 * Returns the earliest start of the current attempt.
	 * @return the time, or {@code null} if the attempt has started or waits for no time
	 */
	public @Nullable Instant nextAttemptAt() {
		return this.details.nextAttemptAt;
	}

	/**
	 * Returns the time at which the current or last attempt began to run.
	 * @return the time, or {@code null} if it never did
	 */
	public @Nullable Instant attemptStartedAt() {
		return (this.attempt == 1) ? startedAt() : this.details.attemptStartedAt;
	}

	/**
	 * Returns the attempts before the current one, oldest first. Only the newest are
	 * retained ({@code taskhost.limits.attempts}).
	 * @return the attempts
	 */
	public List<TaskAttempt> earlierAttempts() {
		return this.details.earlierAttempts;
	}

	/**
	 * Returns the fate of the task when the process that runs it is lost.
	 * @return the policy, or {@code null} for a task that is kept in memory only and ends
	 * with its process
	 */
	public @Nullable NodeLossPolicy onNodeLoss() {
		return this.details.onNodeLoss;
	}

	/**
	 * Returns the version of the schema of the input: that of the kind when the task was
	 * accepted.
	 * @return the version, from 1
	 */
	public int schemaVersion() {
		return this.details.schemaVersion;
	}

	/**
	 * Returns the products of the task.
	 * @return the artifacts
	 */
	public List<TaskArtifact> artifacts() {
		return this.details.artifacts;
	}

	/**
	 * Returns the links of the task.
	 * @return the links
	 */
	public TaskLinks links() {
		return this.details.links;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof BackgroundTaskRecord that && uid().equals(that.uid()) && this.version == that.version
				&& Arrays.equals(values(), that.values());
	}

	@Override
	public int hashCode() {
		return 31 * uid().hashCode() + Long.hashCode(this.version);
	}

	@Override
	public String toString() {
		return "BackgroundTaskRecord[" + this.sessionId + "/" + id() + ", uid=" + uid() + ", kind=" + kind()
				+ ", state=" + this.state + ", attempt=" + this.attempt + ", version=" + this.version + "]";
	}

	private @Nullable Object[] values() {
		return new @Nullable Object[] { registration(), eventSequence(), sessionId(), mode(), producer(), parentUid(),
				cancelPolicy(), closePolicy(), timeout(), createdAt(), state(), stateSince(), attempt(), workerId(),
				startedAt(), updatedAt(), finishedAt(), status(), progress(), summary(), result(), failure(),
				inputRequest(), questions(), cancelRequestedAt(), cancelReason(), cancelledBy(), abandoned(), runTime(),
				heartbeatAt(), retry(), nextAttemptAt(), attemptStartedAt(), earlierAttempts(), artifacts(), links(),
				onNodeLoss(), schemaVersion(), predecessors(), held() };
	}

	/**
	 * A builder of {@link BackgroundTaskRecord}, for hosts and for tests. It checks no
	 * rule of the lifecycle. Not thread-safe.
	 */
	public static final class Builder {

		private final long uidHigh;

		private final long uidLow;

		private final BackgroundTaskRegistration registration;

		private TaskMode mode;

		private String producer;

		private long createdAt;

		private TaskDetails details;

		private long version;

		private long eventSequence;

		private String sessionId;

		private BackgroundTaskState state;

		private long stateSince;

		private int attempt;

		private @Nullable String workerId;

		private long startedAt = Times.NONE;

		private long updatedAt;

		private long finishedAt = Times.NONE;

		private boolean ownDetails;

		private Builder(UUID uid, String sessionId, BackgroundTaskRegistration registration, long createdAt) {
			this.uidHigh = uid.getMostSignificantBits();
			this.uidLow = uid.getLeastSignificantBits();
			this.registration = registration;
			this.mode = TaskMode.MANAGED;
			this.producer = (registration.producer() != null) ? registration.producer() : "";
			this.createdAt = createdAt;
			this.details = TaskDetails.NONE;
			this.sessionId = Names.id("session id", sessionId);
			this.state = BackgroundTaskState.PENDING;
			this.attempt = 1;
			this.stateSince = createdAt;
			this.updatedAt = createdAt;
			timeout(registration.timeout());
			retry(TaskRetryPolicy.of(registration.retry(), registration.maxAttempts()));
			links(registration.links());
			if (registration.cancelPolicy() != null) {
				cancelPolicy(registration.cancelPolicy());
			}
			if (registration.closePolicy() != null) {
				closePolicy(registration.closePolicy());
			}
		}

		private Builder(BackgroundTaskRecord record) {
			this.uidHigh = record.uidHigh;
			this.uidLow = record.uidLow;
			this.registration = record.registration;
			this.mode = record.mode;
			this.producer = record.producer;
			this.createdAt = record.createdAt;
			this.details = record.details;
			this.version = record.version;
			this.eventSequence = record.eventSequence;
			this.sessionId = record.sessionId;
			this.state = record.state;
			this.stateSince = record.stateSince;
			this.attempt = record.attempt;
			this.workerId = record.workerId;
			this.startedAt = record.startedAt;
			this.updatedAt = record.updatedAt;
			this.finishedAt = record.finishedAt;
		}

		private TaskDetails ownDetails() {
			if (!this.ownDetails) {
				this.details = this.details.copy();
				this.ownDetails = true;
			}
			return this.details;
		}

		/**
		 * Sets the number of changes of the record.
		 * @param version the number, from 0
		 * @return this builder
		 */
		public Builder version(long version) {
			this.version = version;
			return this;
		}

		/**
		 * Sets the sequence number of the newest event.
		 * @param eventSequence the number, 0 for none
		 * @return this builder
		 */
		public Builder eventSequence(long eventSequence) {
			this.eventSequence = eventSequence;
			return this;
		}

		/**
		 * Sets the session that owns the task.
		 * @param sessionId the session id
		 * @return this builder
		 */
		public Builder sessionId(String sessionId) {
			this.sessionId = Names.id("session id", sessionId);
			return this;
		}

		/**
		 * Sets the place where the work runs.
		 * @param mode the mode
		 * @return this builder
		 */
		public Builder mode(TaskMode mode) {
			this.mode = mode;
			return this;
		}

		/**
		 * Sets the part of the application that made the task.
		 * @param producer the producer; kept up to 128 characters
		 * @return this builder
		 */
		public Builder producer(String producer) {
			this.producer = Texts.clean(producer, Texts.NAME);
			return this;
		}

		/**
		 * Sets the uid of the parent task.
		 * @param parentUid the uid, or {@code null} for no parent
		 * @return this builder
		 */
		public Builder parentUid(@Nullable UUID parentUid) {
			if (!Objects.equals(this.details.parentUid, parentUid)) {
				ownDetails().parentUid = parentUid;
			}
			return this;
		}

		/**
		 * Sets the uids of the tasks after which the task starts.
		 * @param predecessors the uids, in the order of the registration
		 * @return this builder
		 */
		public Builder predecessors(List<UUID> predecessors) {
			if (!this.details.predecessors.equals(predecessors)) {
				ownDetails().predecessors = List.copyOf(predecessors);
			}
			return this;
		}

		/**
		 * Sets whether the start of the task is held back for others.
		 * @param held whether it waits for others
		 * @return this builder
		 */
		public Builder held(boolean held) {
			if (this.details.held != held) {
				ownDetails().held = held;
			}
			return this;
		}

		/**
		 * Sets the cancel policy.
		 * @param cancelPolicy the policy
		 * @return this builder
		 */
		public Builder cancelPolicy(CancelPolicy cancelPolicy) {
			if (this.details.cancelPolicy != cancelPolicy) {
				ownDetails().cancelPolicy = cancelPolicy;
			}
			return this;
		}

		/**
		 * Sets the close policy.
		 * @param closePolicy the policy
		 * @return this builder
		 */
		public Builder closePolicy(ClosePolicy closePolicy) {
			if (this.details.closePolicy != closePolicy) {
				ownDetails().closePolicy = closePolicy;
			}
			return this;
		}

		/**
		 * Sets the timeout of one attempt.
		 * @param timeout the timeout, or {@code null} for none
		 * @return this builder
		 */
		public Builder timeout(@Nullable Duration timeout) {
			if (!Objects.equals(this.details.timeout, timeout)) {
				ownDetails().timeout = timeout;
			}
			return this;
		}

		/**
		 * Sets the retry policy.
		 * @param retry the policy
		 * @return this builder
		 */
		public Builder retry(TaskRetryPolicy retry) {
			if (!Objects.equals(this.details.retry, retry)) {
				ownDetails().retry = retry;
			}
			return this;
		}

		/**
		 * Sets the time of the registration.
		 * @param createdAt the time
		 * @return this builder
		 */
		public Builder createdAt(Instant createdAt) {
			this.createdAt = Times.of(createdAt);
			return this;
		}

		/**
		 * Sets the state. The times of the change are set separately.
		 * @param state the state
		 * @return this builder
		 */
		public Builder state(BackgroundTaskState state) {
			this.state = state;
			return this;
		}

		/**
		 * Sets the time at which the task entered its state.
		 * @param stateSince the time
		 * @return this builder
		 */
		public Builder stateSince(Instant stateSince) {
			this.stateSince = Times.of(stateSince);
			return this;
		}

		/**
		 * Sets the number of the current attempt.
		 * @param attempt the number, from 1
		 * @return this builder
		 */
		public Builder attempt(int attempt) {
			this.attempt = attempt;
			return this;
		}

		/**
		 * Sets the id of the host instance that executes the attempt.
		 * @param workerId the id, or {@code null} for none
		 * @return this builder
		 */
		public Builder workerId(@Nullable String workerId) {
			this.workerId = workerId;
			return this;
		}

		/**
		 * Sets the time at which the task first ran or waited.
		 * @param startedAt the time, or {@code null}
		 * @return this builder
		 */
		public Builder startedAt(@Nullable Instant startedAt) {
			this.startedAt = Times.ofNullable(startedAt);
			return this;
		}

		/**
		 * Sets the time of the last change.
		 * @param updatedAt the time
		 * @return this builder
		 */
		public Builder updatedAt(Instant updatedAt) {
			this.updatedAt = Times.of(updatedAt);
			return this;
		}

		/**
		 * Sets the time at which the task ended.
		 * @param finishedAt the time, or {@code null}
		 * @return this builder
		 */
		public Builder finishedAt(@Nullable Instant finishedAt) {
			this.finishedAt = Times.ofNullable(finishedAt);
			return this;
		}

		/**
		 * Sets the earliest start of the current attempt.
		 * @param nextAttemptAt the time, or {@code null}
		 * @return this builder
		 */
		public Builder nextAttemptAt(@Nullable Instant nextAttemptAt) {
			ownDetails().nextAttemptAt = nextAttemptAt;
			return this;
		}

		/**
		 * Sets the time at which the current attempt began to run. For the first attempt,
		 * that is {@link #startedAt}.
		 * @param attemptStartedAt the time, or {@code null}
		 * @return this builder
		 */
		public Builder attemptStartedAt(@Nullable Instant attemptStartedAt) {
			ownDetails().attemptStartedAt = attemptStartedAt;
			return this;
		}

		/**
		 * Sets the attempts before the current one.
		 * @param earlierAttempts the attempts, oldest first
		 * @return this builder
		 */
		public Builder earlierAttempts(List<TaskAttempt> earlierAttempts) {
			ownDetails().earlierAttempts = List.copyOf(earlierAttempts);
			return this;
		}

		/**
		 * Sets the status line.
		 * @param status the text, or {@code null}; kept up to 512 characters
		 * @return this builder
		 */
		public Builder status(@Nullable String status) {
			ownDetails().status = Texts.cleanOrNull(status, Texts.LINE);
			return this;
		}

		/**
		 * Sets the fate of the task when the process that runs it is lost.
		 * @param onNodeLoss the policy, or {@code null} for a task in memory only
		 * @return this builder
		 */
		public Builder onNodeLoss(@Nullable NodeLossPolicy onNodeLoss) {
			if (this.details.onNodeLoss != onNodeLoss) {
				ownDetails().onNodeLoss = onNodeLoss;
			}
			return this;
		}

		/**
		 * Sets the version of the schema of the input.
		 * @param schemaVersion the version, from 1
		 * @return this builder
		 */
		public Builder schemaVersion(int schemaVersion) {
			if (this.details.schemaVersion != schemaVersion) {
				ownDetails().schemaVersion = schemaVersion;
			}
			return this;
		}

		/**
		 * Sets the progress of the work.
		 * @param progress the progress, or {@code null}
		 * @return this builder
		 */
		public Builder progress(@Nullable Progress progress) {
			ownDetails().progress = progress;
			return this;
		}

		/**
		 * Sets the outcome for people.
		 * @param summary the text, or {@code null}; kept up to 512 characters
		 * @return this builder
		 */
		public Builder summary(@Nullable String summary) {
			ownDetails().summary = Texts.cleanOrNull(summary, Texts.LINE);
			return this;
		}

		/**
		 * Sets the result of the task.
		 * @param result the result, or {@code null}
		 * @return this builder
		 */
		public Builder result(@Nullable TaskResult result) {
			ownDetails().result = result;
			return this;
		}

		/**
		 * Sets the failure of the task.
		 * @param failure the failure, or {@code null}
		 * @return this builder
		 */
		public Builder failure(@Nullable TaskFailure failure) {
			ownDetails().failure = failure;
			return this;
		}

		/**
		 * Sets the open question of the task. If its number is higher than the number of
		 * questions, the latter becomes the same.
		 * @param inputRequest the question, or {@code null}
		 * @return this builder
		 */
		public Builder inputRequest(@Nullable InputRequest inputRequest) {
			if (!Objects.equals(this.details.questions.open(), inputRequest)) {
				ownDetails().questions = this.details.questions.withOpen(inputRequest);
			}
			return this;
		}

		/**
		 * Sets the number of questions that the task has asked.
		 * @param questions the number, 0 or more
		 * @return this builder
		 */
		public Builder questions(int questions) {
			if (this.details.questions.count() != questions) {
				ownDetails().questions = this.details.questions.withCount(questions);
			}
			return this;
		}

		/**
		 * Sets the time of the first cancel request.
		 * @param cancelRequestedAt the time, or {@code null}
		 * @return this builder
		 */
		public Builder cancelRequestedAt(@Nullable Instant cancelRequestedAt) {
			ownDetails().cancelRequestedAt = cancelRequestedAt;
			return this;
		}

		/**
		 * Sets the reason of the cancellation.
		 * @param cancelReason the text, or {@code null}; kept up to 512 characters
		 * @return this builder
		 */
		public Builder cancelReason(@Nullable String cancelReason) {
			ownDetails().cancelReason = Texts.cleanOrNull(cancelReason, Texts.LINE);
			return this;
		}

		/**
		 * Sets the name of the caller that cancelled the task.
		 * @param cancelledBy the name, or {@code null}; kept up to 128 characters
		 * @return this builder
		 */
		public Builder cancelledBy(@Nullable String cancelledBy) {
			ownDetails().cancelledBy = Texts.cleanOrNull(cancelledBy, Texts.NAME);
			return this;
		}

		/**
		 * Sets whether the record was ended while its body still ran.
		 * @param abandoned whether the body was abandoned
		 * @return this builder
		 */
		public Builder abandoned(boolean abandoned) {
			ownDetails().abandoned = abandoned;
			return this;
		}

		/**
		 * Sets the time for which the attempt ran before its current state.
		 * @param runTime the time, 0 or more
		 * @return this builder
		 */
		public Builder runTime(Duration runTime) {
			ownDetails().runTime = runTime;
			return this;
		}

		/**
		 * Sets the time of the last sign of life of the work.
		 * @param heartbeatAt the time, or {@code null}
		 * @return this builder
		 */
		public Builder heartbeatAt(@Nullable Instant heartbeatAt) {
			ownDetails().heartbeatAt = heartbeatAt;
			return this;
		}

		/**
		 * Sets the products of the task.
		 * @param artifacts the artifacts
		 * @return this builder
		 */
		public Builder artifacts(List<TaskArtifact> artifacts) {
			ownDetails().artifacts = List.copyOf(artifacts);
			return this;
		}

		/**
		 * Sets the links of the task.
		 * @param links the links
		 * @return this builder
		 */
		public Builder links(TaskLinks links) {
			if (!this.details.links.equals(links)) {
				ownDetails().links = links;
			}
			return this;
		}

		/**
		 * Builds the record. The builder can be used again.
		 * @return a new record
		 */
		public BackgroundTaskRecord build() {
			this.ownDetails = false;
			return new BackgroundTaskRecord(this);
		}

	}

}
