package io.github.taskhost.task;

import java.time.Duration;
import java.util.Objects;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * What a new task is to be. Immutable, and so usable for many tasks when it names no id.
 * What is left out is decided by the host's options for the kind.
 */
public final class BackgroundTaskRegistration {

	private static final Duration LONGEST_DELAY = Duration.ofDays(3650);

	private final String kind;

	private final @Nullable String id;

	private final @Nullable String displayName;

	private final @Nullable String producer;

	private final @Nullable String parentTaskId;

	private final @Nullable CancelPolicy cancelPolicy;

	private final @Nullable ClosePolicy closePolicy;

	private final @Nullable Duration timeout;

	private final @Nullable Integer maxAttempts;

	private final @Nullable TaskRetryPolicy retry;

	private final @Nullable Duration startAfter;

	private final @Nullable Boolean startAfterCommit;

	private final @Nullable String idempotencyKey;

	private final @Nullable JsonPayload input;

	private final WakePolicy wakePolicy;

	private final TaskLinks links;

	private BackgroundTaskRegistration(Builder builder) {
		this.kind = builder.kind;
		this.id = builder.id;
		this.displayName = builder.displayName;
		this.producer = builder.producer;
		this.parentTaskId = builder.parentTaskId;
		this.cancelPolicy = builder.cancelPolicy;
		this.closePolicy = builder.closePolicy;
		this.timeout = builder.timeout;
		this.maxAttempts = builder.maxAttempts;
		this.retry = builder.retry;
		this.startAfter = builder.startAfter;
		this.startAfterCommit = builder.startAfterCommit;
		this.idempotencyKey = builder.idempotencyKey;
		this.input = builder.input;
		this.wakePolicy = builder.wakePolicy;
		this.links = builder.links;
	}

	/**
	 * Starts a registration.
	 * @param kind the sort of work: a lower-case letter, then at most 63 of
	 * {@code a-z 0-9 -}
	 * @return a builder
	 * @throws InvalidTaskArgumentException if the kind is not valid
	 */
	public static Builder ofKind(String kind) {
		return new Builder(Names.kind(kind));
	}

	/**
	 * The sort of work.
	 * @return the kind
	 */
	public String kind() {
		return this.kind;
	}

	/**
	 * The id that the task is to have.
	 * @return the id, or {@code null} for one made by the host
	 */
	public @Nullable String id() {
		return this.id;
	}

	/**
	 * What people call the task.
	 * @return the name, or {@code null} for the id
	 */
	public @Nullable String displayName() {
		return this.displayName;
	}

	/**
	 * Who in the application makes the task.
	 * @return the producer, or {@code null} for the host's own
	 */
	public @Nullable String producer() {
		return this.producer;
	}

	/**
	 * The task that this one is a child of.
	 * @return the id of the parent, or {@code null}
	 */
	public @Nullable String parentTaskId() {
		return this.parentTaskId;
	}

	/**
	 * How a cancel request is carried out.
	 * @return the policy, or {@code null} for the kind's
	 */
	public @Nullable CancelPolicy cancelPolicy() {
		return this.cancelPolicy;
	}

	/**
	 * What becomes of the task when its session closes.
	 * @return the policy, or {@code null} for the kind's
	 */
	public @Nullable ClosePolicy closePolicy() {
		return this.closePolicy;
	}

	/**
	 * How long one attempt may run, the time in {@link BackgroundTaskState#WAITING} not
	 * counted.
	 * @return the timeout, or {@code null} for the kind's
	 */
	public @Nullable Duration timeout() {
		return this.timeout;
	}

	/**
	 * The most attempts, or {@code null} for those of the retry policy.
	 * @return at least 1, or {@code null}
	 */
	public @Nullable Integer maxAttempts() {
		return this.maxAttempts;
	}

	/**
	 * Whether a failed attempt is followed by another, or {@code null} for what the kind
	 * says.
	 * @return the policy, or {@code null}
	 */
	public @Nullable TaskRetryPolicy retry() {
		return this.retry;
	}

	/**
	 * How long the first start waits, or {@code null} for not at all.
	 * @return more than zero, or {@code null}
	 */
	public @Nullable Duration startAfter() {
		return this.startAfter;
	}

	/**
	 * Whether the start waits for the commit of the transaction that it is asked for in,
	 * or {@code null} for what the kind says.
	 * @return whether it waits, or {@code null}
	 */
	public @Nullable Boolean startAfterCommit() {
		return this.startAfterCommit;
	}

	/**
	 * The key under which the same work is registered only once in a session.
	 * @return the key, or {@code null}
	 */
	public @Nullable String idempotencyKey() {
		return this.idempotencyKey;
	}

	/**
	 * The input of the work.
	 * @return the input, or {@code null}
	 */
	public @Nullable JsonPayload input() {
		return this.input;
	}

	/**
	 * When the task wakes its session.
	 * @return the policy
	 */
	public WakePolicy wakePolicy() {
		return this.wakePolicy;
	}

	/**
	 * What the task is connected with from the start.
	 * @return the links
	 */
	public TaskLinks links() {
		return this.links;
	}

	/**
	 * A builder that starts from this registration.
	 * @return a new builder
	 */
	public Builder toBuilder() {
		Builder builder = new Builder(this.kind);
		builder.id = this.id;
		builder.displayName = this.displayName;
		builder.producer = this.producer;
		builder.parentTaskId = this.parentTaskId;
		builder.cancelPolicy = this.cancelPolicy;
		builder.closePolicy = this.closePolicy;
		builder.timeout = this.timeout;
		builder.maxAttempts = this.maxAttempts;
		builder.retry = this.retry;
		builder.startAfter = this.startAfter;
		builder.startAfterCommit = this.startAfterCommit;
		builder.idempotencyKey = this.idempotencyKey;
		builder.input = this.input;
		builder.wakePolicy = this.wakePolicy;
		builder.links = this.links;
		return builder;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof BackgroundTaskRegistration that && this.kind.equals(that.kind)
				&& Objects.equals(this.id, that.id) && Objects.equals(this.displayName, that.displayName)
				&& Objects.equals(this.producer, that.producer) && Objects.equals(this.parentTaskId, that.parentTaskId)
				&& this.cancelPolicy == that.cancelPolicy && this.closePolicy == that.closePolicy
				&& Objects.equals(this.timeout, that.timeout) && Objects.equals(this.maxAttempts, that.maxAttempts)
				&& Objects.equals(this.retry, that.retry) && Objects.equals(this.startAfter, that.startAfter)
				&& Objects.equals(this.startAfterCommit, that.startAfterCommit)
				&& Objects.equals(this.idempotencyKey, that.idempotencyKey) && Objects.equals(this.input, that.input)
				&& this.wakePolicy == that.wakePolicy && this.links.equals(that.links);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.kind, this.id, this.displayName, this.idempotencyKey, this.input);
	}

	@Override
	public String toString() {
		return "BackgroundTaskRegistration[kind=" + this.kind + ", id=" + this.id + "]";
	}

	/** Builds a {@link BackgroundTaskRegistration}. For one thread. */
	public static final class Builder {

		private final String kind;

		private @Nullable String id;

		private @Nullable String displayName;

		private @Nullable String producer;

		private @Nullable String parentTaskId;

		private @Nullable CancelPolicy cancelPolicy;

		private @Nullable ClosePolicy closePolicy;

		private @Nullable Duration timeout;

		private @Nullable Integer maxAttempts;

		private @Nullable TaskRetryPolicy retry;

		private @Nullable Duration startAfter;

		private @Nullable Boolean startAfterCommit;

		private @Nullable String idempotencyKey;

		private @Nullable JsonPayload input;

		private WakePolicy wakePolicy = WakePolicy.SILENT;

		private TaskLinks links = TaskLinks.NONE;

		private Builder(String kind) {
			this.kind = kind;
		}

		/**
		 * Names the task. Without this it gets {@code task_} and a UUID.
		 * @param id 1 to 200 of the characters {@code A-Z a-z 0-9 . _ : ~ @ -}, and
		 * neither {@code .} nor {@code ..}
		 * @return this builder
		 * @throws InvalidTaskArgumentException if the id is not valid
		 */
		public Builder id(String id) {
			this.id = Names.id("task id", id);
			return this;
		}

		/**
		 * Names the task for people.
		 * @param displayName any text; kept up to 128 characters
		 * @return this builder
		 */
		public Builder displayName(String displayName) {
			this.displayName = Texts.clean(displayName, Texts.NAME);
			return this;
		}

		/**
		 * Says who in the application makes the task.
		 * @param producer any text; kept up to 128 characters
		 * @return this builder
		 */
		public Builder producer(String producer) {
			this.producer = Texts.clean(producer, Texts.NAME);
			return this;
		}

		/**
		 * Makes the task a child: a cancellation of the parent reaches it.
		 * @param parentTaskId the id of a task that the host knows
		 * @return this builder
		 * @throws InvalidTaskArgumentException if the id is not valid
		 */
		public Builder parentTaskId(String parentTaskId) {
			this.parentTaskId = Names.id("parent task id", parentTaskId);
			return this;
		}

		/**
		 * Decides how a cancel request is carried out.
		 * @param cancelPolicy the policy
		 * @return this builder
		 */
		public Builder cancelPolicy(CancelPolicy cancelPolicy) {
			this.cancelPolicy = cancelPolicy;
			return this;
		}

		/**
		 * Decides what becomes of the task when its session closes.
		 * @param closePolicy the policy
		 * @return this builder
		 */
		public Builder closePolicy(ClosePolicy closePolicy) {
			this.closePolicy = closePolicy;
			return this;
		}

		/**
		 * Bounds the time of one attempt.
		 * @param timeout more than zero
		 * @return this builder
		 * @throws InvalidTaskArgumentException if it is zero or less
		 */
		public Builder timeout(Duration timeout) {
			if (!timeout.isPositive()) {
				throw new InvalidTaskArgumentException(
						"The timeout " + timeout + " is not valid: use more than zero, or leave it out for none.");
			}
			this.timeout = timeout;
			return this;
		}

		/**
		 * Bounds the number of attempts, with the waits and failures of the retry policy.
		 * For external and registered work it is only kept: its owner tries again.
		 * @param maxAttempts 1 to 1,000, the first included
		 * @return this builder
		 * @throws InvalidTaskArgumentException if it is another number
		 */
		public Builder maxAttempts(int maxAttempts) {
			this.maxAttempts = TaskRetryPolicy.ofMaxAttempts(maxAttempts).maxAttempts();
			return this;
		}

		/**
		 * Decides whether a failed attempt is followed by another.
		 * @param retry the policy
		 * @return this builder
		 */
		public Builder retry(TaskRetryPolicy retry) {
			this.retry = retry;
			return this;
		}

		/**
		 * Delays the first start. For work that the host starts: bodies, and kinds with
		 * an executor.
		 * @param delay more than zero, at most 3,650 days
		 * @return this builder
		 * @throws InvalidTaskArgumentException if it is not
		 */
		public Builder startAfter(Duration delay) {
			if (!delay.isPositive() || delay.compareTo(LONGEST_DELAY) > 0) {
				throw new InvalidTaskArgumentException("The delay " + delay
						+ " of the start is not valid: use more than zero and at most 3,650 days, or leave it out.");
			}
			this.startAfter = delay;
			return this;
		}

		/**
		 * Decides whether the start waits for the commit of the transaction that it is
		 * asked for in, and the task is removed if that is rolled back.
		 * @param startAfterCommit {@code false} to start at once
		 * @return this builder
		 */
		public Builder startAfterCommit(boolean startAfterCommit) {
			this.startAfterCommit = startAfterCommit;
			return this;
		}

		/**
		 * Makes the registration happen only once: while a task of the session holds the
		 * key, that task is the answer.
		 * @param idempotencyKey like an id
		 * @return this builder
		 * @throws InvalidTaskArgumentException if the key is not valid
		 */
		public Builder idempotencyKey(String idempotencyKey) {
			this.idempotencyKey = Names.id("idempotency key", idempotencyKey);
			return this;
		}

		/**
		 * Records the input of the work.
		 * @param input valid JSON
		 * @return this builder
		 */
		public Builder input(JsonPayload input) {
			this.input = input;
			return this;
		}

		/**
		 * Decides when the task wakes its session.
		 * @param wakePolicy the policy
		 * @return this builder
		 */
		public Builder wakePolicy(WakePolicy wakePolicy) {
			this.wakePolicy = wakePolicy;
			return this;
		}

		/**
		 * Connects the task with other things.
		 * @param links the links
		 * @return this builder
		 */
		public Builder links(TaskLinks links) {
			this.links = links;
			return this;
		}

		/**
		 * Builds the registration.
		 * @return a new registration
		 */
		public BackgroundTaskRegistration build() {
			return new BackgroundTaskRegistration(this);
		}

	}

}
