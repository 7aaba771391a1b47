package io.github.taskhost.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one task at one moment. Immutable; a later moment is another
 * record with a higher {@link #version()}. Texts are bounded and free of control
 * characters whoever builds the record.
 *
 * <p>
 * Inside, what few tasks have is kept apart, and times and the uid are numbers, so that a
 * record is one object for most tasks: keeping many costs the collector by the object.
 * Times reach from 1677 to 2262.
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

	/**
	 * Starts the record of a new task, {@link BackgroundTaskState#PENDING} and managed.
	 * @param uid its incarnation
	 * @param sessionId its session
	 * @param registration what it is to be
	 * @param createdAt when it was registered
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
	 * The uid in an id that a host made.
	 * @param id a task id
	 * @return the uid, or {@code null} when a host did not make the id
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
	 * A builder that starts from this record.
	 * @return a new builder
	 */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/**
	 * What the task was registered as, policies that were left out being left out here.
	 * @return the registration
	 */
	public BackgroundTaskRegistration registration() {
		return this.registration;
	}

	/**
	 * Whether the host made the id of the task.
	 * @return {@code true} if the registration named none
	 */
	public boolean hasGeneratedId() {
		return this.registration.id() == null;
	}

	/**
	 * Where the result can be read, once there is one.
	 * @return {@code /.tasks/{id}/result.json}, or {@code null} when there is no result
	 */
	public @Nullable String resultPath() {
		return (result() != null) ? "/.tasks/" + id() + "/result.json" : null;
	}

	/**
	 * The name of the task within its session.
	 * @return the name of the task within its session
	 */
	public String id() {
		return (this.registration.id() != null) ? this.registration.id() : generatedId(uid());
	}

	/**
	 * What people call the task; its id when nobody gave a name.
	 * @return what people call the task
	 */
	public String displayName() {
		return (this.registration.displayName() != null) ? this.registration.displayName() : id();
	}

	/**
	 * The id of the task that this one is a child of, or {@code null}.
	 * @return the id of the task that this one is a child of, or {@code null}
	 */
	public @Nullable String parentTaskId() {
		return this.registration.parentTaskId();
	}

	/**
	 * How many attempts the task has at most.
	 * @return at least 1
	 */
	public int maxAttempts() {
		return this.details.retry.maxAttempts();
	}

	/**
	 * Whether a failed attempt is followed by another, as the task's registration and its
	 * kind say.
	 * @return the policy
	 */
	public TaskRetryPolicy retry() {
		return this.details.retry;
	}

	/**
	 * The key under which the work is registered only once, or {@code null}.
	 * @return the key under which the work is registered only once, or {@code null}
	 */
	public @Nullable String idempotencyKey() {
		return this.registration.idempotencyKey();
	}

	/**
	 * The input of the work, or {@code null}.
	 * @return the input of the work, or {@code null}
	 */
	public @Nullable JsonPayload input() {
		return this.registration.input();
	}

	/**
	 * When the task wakes its session.
	 * @return when the task wakes its session
	 */
	public WakePolicy wakePolicy() {
		return this.registration.wakePolicy();
	}

	/**
	 * The one incarnation of the task: time-ordered, and never used again.
	 * @return the one incarnation of the task
	 */
	public UUID uid() {
		return new UUID(this.uidHigh, this.uidLow);
	}

	/**
	 * How often the record changed, from 0; heartbeats do not count.
	 * @return how often the record changed, from 0
	 */
	public long version() {
		return this.version;
	}

	/**
	 * The sequence number of the task's newest event, or 0 when it has none.
	 * @return the sequence number of the task's newest event, or 0 when it has none
	 */
	public long eventSequence() {
		return this.eventSequence;
	}

	/**
	 * The session that owns the task.
	 * @return the session that owns the task
	 */
	public String sessionId() {
		return this.sessionId;
	}

	/**
	 * The sort of work.
	 * @return the sort of work
	 */
	public String kind() {
		return this.registration.kind();
	}

	/**
	 * Where the work runs.
	 * @return where the work runs
	 */
	public TaskMode mode() {
		return this.mode;
	}

	/**
	 * Who in the application made the task.
	 * @return who in the application made the task
	 */
	public String producer() {
		return this.producer;
	}

	/**
	 * The incarnation of the task that this one is a child of, or {@code null}.
	 * @return the incarnation of the task that this one is a child of, or {@code null}
	 */
	public @Nullable UUID parentUid() {
		return this.details.parentUid;
	}

	/**
	 * How a cancel request is carried out.
	 * @return how a cancel request is carried out
	 */
	public CancelPolicy cancelPolicy() {
		return this.details.cancelPolicy;
	}

	/**
	 * What becomes of the task when its session closes.
	 * @return what becomes of the task when its session closes
	 */
	public ClosePolicy closePolicy() {
		return this.details.closePolicy;
	}

	/**
	 * How long one attempt may run, waiting not counted, or {@code null} for no bound.
	 * @return how long one attempt may run, waiting not counted, or {@code null} for no
	 * bound
	 */
	public @Nullable Duration timeout() {
		return this.details.timeout;
	}

	/**
	 * When the task was registered.
	 * @return when the task was registered
	 */
	public Instant createdAt() {
		return Times.instant(this.createdAt);
	}

	/**
	 * The state of the task.
	 * @return the state of the task
	 */
	public BackgroundTaskState state() {
		return this.state;
	}

	/**
	 * When the task entered its state.
	 * @return when the task entered its state
	 */
	public Instant stateSince() {
		return Times.instant(this.stateSince);
	}

	/**
	 * The number of the attempt, from 1.
	 * @return the number of the attempt, from 1
	 */
	public int attempt() {
		return this.attempt;
	}

	/**
	 * The host instance that executes the attempt, or {@code null} when none of ours
	 * does.
	 * @return the host instance that executes the attempt, or {@code null} when none of
	 * ours does
	 */
	public @Nullable String workerId() {
		return this.workerId;
	}

	/**
	 * When the task first ran or waited, or {@code null} when it has not.
	 * @return when the task first ran or waited, or {@code null} when it has not
	 */
	public @Nullable Instant startedAt() {
		return Times.nullable(this.startedAt);
	}

	/**
	 * When the record last changed.
	 * @return when the record last changed
	 */
	public Instant updatedAt() {
		return Times.instant(this.updatedAt);
	}

	/**
	 * When the task ended, or {@code null} while it lives.
	 * @return when the task ended, or {@code null} while it lives
	 */
	public @Nullable Instant finishedAt() {
		return Times.nullable(this.finishedAt);
	}

	/**
	 * The newest status line, or {@code null}; at most 512 characters.
	 * @return the newest status line, or {@code null}
	 */
	public @Nullable String status() {
		return this.details.status;
	}

	/**
	 * How far the task is, or {@code null}.
	 * @return how far the task is, or {@code null}
	 */
	public @Nullable Progress progress() {
		return this.details.progress;
	}

	/**
	 * The outcome for people, or {@code null}; at most 512 characters.
	 * @return the outcome for people, or {@code null}
	 */
	public @Nullable String summary() {
		return this.details.summary;
	}

	/**
	 * What the body returned, or {@code null}.
	 * @return what the body returned, or {@code null}
	 */
	public @Nullable TaskResult result() {
		return this.details.result;
	}

	/**
	 * Why the task failed, or {@code null}.
	 * @return why the task failed, or {@code null}
	 */
	public @Nullable TaskFailure failure() {
		return this.details.failure;
	}

	/**
	 * The question that waits for an answer, or {@code null}.
	 * @return the question that waits for an answer, or {@code null}
	 */
	public @Nullable InputRequest inputRequest() {
		return this.details.inputRequest;
	}

	/**
	 * When the first cancel request came, or {@code null}.
	 * @return when the first cancel request came, or {@code null}
	 */
	public @Nullable Instant cancelRequestedAt() {
		return this.details.cancelRequestedAt;
	}

	/**
	 * Why the task was cancelled, or {@code null}; at most 512 characters.
	 * @return why the task was cancelled, or {@code null}
	 */
	public @Nullable String cancelReason() {
		return this.details.cancelReason;
	}

	/**
	 * Who cancelled the task, or {@code null}; at most 128 characters.
	 * @return who cancelled the task, or {@code null}
	 */
	public @Nullable String cancelledBy() {
		return this.details.cancelledBy;
	}

	/**
	 * Whether the record was ended although its body had not ended.
	 * @return {@code true} if so
	 */
	public boolean abandoned() {
		return this.details.abandoned;
	}

	/**
	 * How long the current attempt ran before its current state. Kept for tasks with a
	 * timeout, whose base it is; zero for others.
	 * @return the time, not negative
	 */
	public Duration runTime() {
		return this.details.runTime;
	}

	/**
	 * When the work last showed that it lives, or {@code null}.
	 * @return when the work last showed that it lives, or {@code null}
	 */
	public @Nullable Instant heartbeatAt() {
		return this.details.heartbeatAt;
	}

	/**
	 * When the present attempt starts at the earliest, or {@code null} when nothing but a
	 * slot keeps it from starting, or it has started.
	 * @return the time, or {@code null}
	 */
	public @Nullable Instant nextAttemptAt() {
		return this.details.nextAttemptAt;
	}

	/**
	 * When the present attempt, or the last one, began to run; {@code null} when it never
	 * did.
	 * @return the time, or {@code null}
	 */
	public @Nullable Instant attemptStartedAt() {
		return (this.attempt == 1) ? startedAt() : this.details.attemptStartedAt;
	}

	/**
	 * The attempts before the present one, oldest first. Of many, the newest are kept.
	 * @return the attempts
	 */
	public List<TaskAttempt> earlierAttempts() {
		return this.details.earlierAttempts;
	}

	/**
	 * What the task produced.
	 * @return what the task produced
	 */
	public List<TaskArtifact> artifacts() {
		return this.details.artifacts;
	}

	/**
	 * What the task is connected with.
	 * @return what the task is connected with
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
				inputRequest(), cancelRequestedAt(), cancelReason(), cancelledBy(), abandoned(), runTime(),
				heartbeatAt(), retry(), nextAttemptAt(), attemptStartedAt(), earlierAttempts(), artifacts(), links() };
	}

	/** Builds a {@link BackgroundTaskRecord}. For one thread. */
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
		 * Sets how often the record changed.
		 * @param version the value
		 * @return this builder
		 */
		public Builder version(long version) {
			this.version = version;
			return this;
		}

		/**
		 * Sets the number of the newest event.
		 * @param eventSequence the value
		 * @return this builder
		 */
		public Builder eventSequence(long eventSequence) {
			this.eventSequence = eventSequence;
			return this;
		}

		/**
		 * Moves the record to a session.
		 * @param sessionId the value
		 * @return this builder
		 */
		public Builder sessionId(String sessionId) {
			this.sessionId = Names.id("session id", sessionId);
			return this;
		}

		/**
		 * Sets where the work runs.
		 * @param mode the value
		 * @return this builder
		 */
		public Builder mode(TaskMode mode) {
			this.mode = mode;
			return this;
		}

		/**
		 * Sets who made the task; kept up to 128 characters.
		 * @param producer the value
		 * @return this builder
		 */
		public Builder producer(String producer) {
			this.producer = Texts.clean(producer, Texts.NAME);
			return this;
		}

		/**
		 * Sets the incarnation of the parent.
		 * @param parentUid the value
		 * @return this builder
		 */
		public Builder parentUid(@Nullable UUID parentUid) {
			if (!Objects.equals(this.details.parentUid, parentUid)) {
				ownDetails().parentUid = parentUid;
			}
			return this;
		}

		/**
		 * Sets how a cancel request is carried out.
		 * @param cancelPolicy the value
		 * @return this builder
		 */
		public Builder cancelPolicy(CancelPolicy cancelPolicy) {
			if (this.details.cancelPolicy != cancelPolicy) {
				ownDetails().cancelPolicy = cancelPolicy;
			}
			return this;
		}

		/**
		 * Sets what becomes of the task when its session closes.
		 * @param closePolicy the value
		 * @return this builder
		 */
		public Builder closePolicy(ClosePolicy closePolicy) {
			if (this.details.closePolicy != closePolicy) {
				ownDetails().closePolicy = closePolicy;
			}
			return this;
		}

		/**
		 * Sets how long one attempt may run.
		 * @param timeout the value
		 * @return this builder
		 */
		public Builder timeout(@Nullable Duration timeout) {
			if (!Objects.equals(this.details.timeout, timeout)) {
				ownDetails().timeout = timeout;
			}
			return this;
		}

		/**
		 * Sets whether a failed attempt is followed by another.
		 * @param retry the value
		 * @return this builder
		 */
		public Builder retry(TaskRetryPolicy retry) {
			if (!Objects.equals(this.details.retry, retry)) {
				ownDetails().retry = retry;
			}
			return this;
		}

		/**
		 * Sets when the task was registered.
		 * @param createdAt the value
		 * @return this builder
		 */
		public Builder createdAt(Instant createdAt) {
			this.createdAt = Times.of(createdAt);
			return this;
		}

		/**
		 * Sets the state; the caller stamps the times.
		 * @param state the value
		 * @return this builder
		 */
		public Builder state(BackgroundTaskState state) {
			this.state = state;
			return this;
		}

		/**
		 * Sets when the task entered its state.
		 * @param stateSince the value
		 * @return this builder
		 */
		public Builder stateSince(Instant stateSince) {
			this.stateSince = Times.of(stateSince);
			return this;
		}

		/**
		 * Sets the number of the attempt.
		 * @param attempt the value
		 * @return this builder
		 */
		public Builder attempt(int attempt) {
			this.attempt = attempt;
			return this;
		}

		/**
		 * Sets the host instance that executes the attempt.
		 * @param workerId the value
		 * @return this builder
		 */
		public Builder workerId(@Nullable String workerId) {
			this.workerId = workerId;
			return this;
		}

		/**
		 * Sets when the task first ran or waited.
		 * @param startedAt the value
		 * @return this builder
		 */
		public Builder startedAt(@Nullable Instant startedAt) {
			this.startedAt = Times.ofNullable(startedAt);
			return this;
		}

		/**
		 * Sets when the record last changed.
		 * @param updatedAt the value
		 * @return this builder
		 */
		public Builder updatedAt(Instant updatedAt) {
			this.updatedAt = Times.of(updatedAt);
			return this;
		}

		/**
		 * Sets when the task ended.
		 * @param finishedAt the value
		 * @return this builder
		 */
		public Builder finishedAt(@Nullable Instant finishedAt) {
			this.finishedAt = Times.ofNullable(finishedAt);
			return this;
		}

		/**
		 * Sets when the present attempt starts at the earliest.
		 * @param nextAttemptAt the value
		 * @return this builder
		 */
		public Builder nextAttemptAt(@Nullable Instant nextAttemptAt) {
			ownDetails().nextAttemptAt = nextAttemptAt;
			return this;
		}

		/**
		 * Sets when the present attempt began to run; of the first attempt that is
		 * {@link #startedAt}.
		 * @param attemptStartedAt the value
		 * @return this builder
		 */
		public Builder attemptStartedAt(@Nullable Instant attemptStartedAt) {
			ownDetails().attemptStartedAt = attemptStartedAt;
			return this;
		}

		/**
		 * Sets the attempts before the present one.
		 * @param earlierAttempts the value
		 * @return this builder
		 */
		public Builder earlierAttempts(List<TaskAttempt> earlierAttempts) {
			ownDetails().earlierAttempts = List.copyOf(earlierAttempts);
			return this;
		}

		/**
		 * Sets the status line; kept up to 512 characters.
		 * @param status the value
		 * @return this builder
		 */
		public Builder status(@Nullable String status) {
			ownDetails().status = Texts.cleanOrNull(status, Texts.LINE);
			return this;
		}

		/**
		 * Sets how far the task is.
		 * @param progress the value
		 * @return this builder
		 */
		public Builder progress(@Nullable Progress progress) {
			ownDetails().progress = progress;
			return this;
		}

		/**
		 * Sets the outcome for people; kept up to 512 characters.
		 * @param summary the value
		 * @return this builder
		 */
		public Builder summary(@Nullable String summary) {
			ownDetails().summary = Texts.cleanOrNull(summary, Texts.LINE);
			return this;
		}

		/**
		 * Sets what the body returned.
		 * @param result the value
		 * @return this builder
		 */
		public Builder result(@Nullable TaskResult result) {
			ownDetails().result = result;
			return this;
		}

		/**
		 * Sets why the task failed.
		 * @param failure the value
		 * @return this builder
		 */
		public Builder failure(@Nullable TaskFailure failure) {
			ownDetails().failure = failure;
			return this;
		}

		/**
		 * Sets the question that waits for an answer.
		 * @param inputRequest the value
		 * @return this builder
		 */
		public Builder inputRequest(@Nullable InputRequest inputRequest) {
			ownDetails().inputRequest = inputRequest;
			return this;
		}

		/**
		 * Sets when the first cancel request came.
		 * @param cancelRequestedAt the value
		 * @return this builder
		 */
		public Builder cancelRequestedAt(@Nullable Instant cancelRequestedAt) {
			ownDetails().cancelRequestedAt = cancelRequestedAt;
			return this;
		}

		/**
		 * Sets why the task was cancelled; kept up to 512 characters.
		 * @param cancelReason the value
		 * @return this builder
		 */
		public Builder cancelReason(@Nullable String cancelReason) {
			ownDetails().cancelReason = Texts.cleanOrNull(cancelReason, Texts.LINE);
			return this;
		}

		/**
		 * Sets who cancelled the task; kept up to 128 characters.
		 * @param cancelledBy the value
		 * @return this builder
		 */
		public Builder cancelledBy(@Nullable String cancelledBy) {
			ownDetails().cancelledBy = Texts.cleanOrNull(cancelledBy, Texts.NAME);
			return this;
		}

		/**
		 * Sets whether the record was ended although its body had not ended.
		 * @param abandoned the value
		 * @return this builder
		 */
		public Builder abandoned(boolean abandoned) {
			ownDetails().abandoned = abandoned;
			return this;
		}

		/**
		 * Sets how long the attempt ran before its current state.
		 * @param runTime the value
		 * @return this builder
		 */
		public Builder runTime(Duration runTime) {
			ownDetails().runTime = runTime;
			return this;
		}

		/**
		 * Sets when the work last showed that it lives.
		 * @param heartbeatAt the value
		 * @return this builder
		 */
		public Builder heartbeatAt(@Nullable Instant heartbeatAt) {
			ownDetails().heartbeatAt = heartbeatAt;
			return this;
		}

		/**
		 * Sets what the task produced.
		 * @param artifacts the value
		 * @return this builder
		 */
		public Builder artifacts(List<TaskArtifact> artifacts) {
			ownDetails().artifacts = List.copyOf(artifacts);
			return this;
		}

		/**
		 * Sets what the task is connected with.
		 * @param links the value
		 * @return this builder
		 */
		public Builder links(TaskLinks links) {
			if (!this.details.links.equals(links)) {
				ownDetails().links = links;
			}
			return this;
		}

		/**
		 * Builds the record. The builder can go on and build another.
		 * @return a new record
		 */
		public BackgroundTaskRecord build() {
			this.ownDetails = false;
			return new BackgroundTaskRecord(this);
		}

	}

}
