package io.github.taskhost.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.json.UnknowingMapper;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * The description of a new task. Immutable and thread-safe; without an id, it can be used
 * for any number of tasks. Attributes that are left out come from the options of the
 * kind.
 */
public final class BackgroundTaskRegistration {

	private static final Duration LONGEST_DELAY = Duration.ofDays(3650);

	private static final int MAX_PREDECESSORS = 1000;

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

	private final Seldom seldom;

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
		this.seldom = Seldom.of(builder);
		this.idempotencyKey = builder.idempotencyKey;
		this.input = builder.input;
		this.wakePolicy = builder.wakePolicy;
		this.links = builder.links;
	}

	@JsonValue
	private Object withoutModule() {
		throw UnknowingMapper.refusal(BackgroundTaskRegistration.class);
	}

	/**
	 * Returns a builder for a task of a kind.
	 * @param kind a lower-case letter, then at most 63 of {@code a-z 0-9 -}
	 * @return a builder
	 * @throws InvalidTaskArgumentException if the name is not valid
	 */
	public static Builder ofKind(String kind) {
		return new Builder(Names.kind(kind));
	}

	/**
	 * Returns the name of the kind.
	 * @return the kind
	 */
	public String kind() {
		return this.kind;
	}

	/**
	 * Returns the id of the task.
	 * @return the id, or {@code null} for a generated one
	 */
	public @Nullable String id() {
		return this.id;
	}

	/**
	 * Returns the name of the task for people.
	 * @return the name, or {@code null} for the id
	 */
	public @Nullable String displayName() {
		return this.displayName;
	}

	/**
	 * Returns the part of the application that makes the task.
	 * @return the producer, or {@code null} for that of the host
	 */
	public @Nullable String producer() {
		return this.producer;
	}

	/**
	 * Returns the id of the parent task.
	 * @return the id, or {@code null} for no parent
	 */
	public @Nullable String parentTaskId() {
		return this.parentTaskId;
	}

	/**
	 * Returns the cancel policy.
	 * @return the policy, or {@code null} for that of the kind
	 */
	public @Nullable CancelPolicy cancelPolicy() {
		return this.cancelPolicy;
	}

	/**
	 * Returns the close policy.
	 * @return the policy, or {@code null} for that of the kind
	 */
	public @Nullable ClosePolicy closePolicy() {
		return this.closePolicy;
	}

	/**
	 * Returns the timeout of one attempt, without the time in
	 * {@link BackgroundTaskState#WAITING}.
	 * @return the timeout, or {@code null} for that of the kind
	 */
	public @Nullable Duration timeout() {
		return this.timeout;
	}

	/**
	 * Returns the maximum number of attempts, including the first.
	 * @return at least 1, or {@code null} for that of the retry policy
	 */
	public @Nullable Integer maxAttempts() {
		return this.maxAttempts;
	}

	/**
	 * Returns the retry policy.
	 * @return the policy, or {@code null} for that of the kind
	 */
	public @Nullable TaskRetryPolicy retry() {
		return this.retry;
	}

	/**
	 * Returns the delay of the first start.
	 * @return a positive duration, or {@code null} for no delay
	 */
	public @Nullable Duration startAfter() {
		return this.seldom.startAfter();
	}

	/**
	 * Returns the time of the first start.
	 * @return the time on the wall clock, or {@code null} for none
	 */
	public @Nullable Instant startAt() {
		return this.seldom.startAt();
	}

	/**
	 * Returns whether the task starts after the commit of the transaction of its caller.
	 * @return whether it waits, or {@code null} for the option of the kind
	 */
	public @Nullable Boolean startAfterCommit() {
		return this.seldom.startAfterCommit();
	}

	/**
	 * Returns the ids of the tasks that must complete before the task starts.
	 * @return the ids; empty for none
	 */
	public List<String> after() {
		return this.seldom.after();
	}

	/**
	 * Returns the ids of the tasks that must end before the task starts, in any way.
	 * @return the ids; empty for none
	 */
	public List<String> afterAnyEnd() {
		return this.seldom.afterAnyEnd();
	}

	/**
	 * Returns the fate of the task when its parent fails.
	 * @return the policy, or {@code null} for that of the kind
	 */
	public @Nullable ParentFailurePolicy onParentFailure() {
		return this.seldom.onParentFailure();
	}

	/**
	 * Returns the idempotency key, under which the work is registered only once in a
	 * session.
	 * @return the key, or {@code null} for none
	 */
	public @Nullable String idempotencyKey() {
		return this.idempotencyKey;
	}

	/**
	 * Returns the policy that says until when the task holds its idempotency key.
	 * @return the policy; {@link IdempotencyPolicy#RETAINED} without a key
	 */
	public IdempotencyPolicy idempotencyPolicy() {
		return this.seldom.idempotencyPolicy();
	}

	/**
	 * Returns the input of the work.
	 * @return the input, or {@code null} for none
	 */
	public @Nullable JsonPayload input() {
		return this.input;
	}

	/**
	 * Returns the wake policy.
	 * @return the policy
	 */
	public WakePolicy wakePolicy() {
		return this.wakePolicy;
	}

	/**
	 * Returns the initial links of the task.
	 * @return the links
	 */
	public TaskLinks links() {
		return this.links;
	}

	/**
	 * Returns a builder with the values of this registration.
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
		builder.startAfter = this.seldom.startAfter();
		builder.startAt = this.seldom.startAt();
		builder.startAfterCommit = this.seldom.startAfterCommit();
		builder.onParentFailure = this.seldom.onParentFailure();
		builder.after = this.seldom.after();
		builder.afterAnyEnd = this.seldom.afterAnyEnd();
		builder.idempotencyKey = this.idempotencyKey;
		builder.idempotencyPolicy = this.seldom.idempotencyPolicy();
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
				&& Objects.equals(this.retry, that.retry) && this.seldom.equals(that.seldom)
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

	/**
	 * Attributes that few registrations set. They are in an object of their own, since a
	 * registration is retained with the record of its task.
	 */
	private record Seldom(@Nullable Duration startAfter, @Nullable Instant startAt, @Nullable Boolean startAfterCommit,
			@Nullable ParentFailurePolicy onParentFailure, IdempotencyPolicy idempotencyPolicy, List<String> after,
			List<String> afterAnyEnd) {

		private static final Seldom NONE = new Seldom(null, null, null, null, IdempotencyPolicy.RETAINED, List.of(),
				List.of());

		static Seldom of(Builder builder) {
			Seldom wanted = new Seldom(builder.startAfter, builder.startAt, builder.startAfterCommit,
					builder.onParentFailure, builder.idempotencyPolicy, builder.after, builder.afterAnyEnd);
			return wanted.equals(NONE) ? NONE : wanted;
		}

	}

	/** A builder of {@link BackgroundTaskRegistration}. Not thread-safe. */
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

		private @Nullable Instant startAt;

		private @Nullable Boolean startAfterCommit;

		private @Nullable ParentFailurePolicy onParentFailure;

		private List<String> after = List.of();

		private List<String> afterAnyEnd = List.of();

		private @Nullable String idempotencyKey;

		private IdempotencyPolicy idempotencyPolicy = IdempotencyPolicy.RETAINED;

		private @Nullable JsonPayload input;

		private WakePolicy wakePolicy = WakePolicy.SILENT;

		private TaskLinks links = TaskLinks.NONE;

		private Builder(String kind) {
			this.kind = kind;
		}

		/**
		 * Sets the id of the task. Without it, the id is {@code task_} and the uid.
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
		 * Sets the name of the task for people.
		 * @param displayName the name; kept up to 128 characters
		 * @return this builder
		 */
		public Builder displayName(String displayName) {
			this.displayName = Texts.clean(displayName, Texts.NAME);
			return this;
		}

		/**
		 * Sets the part of the application that makes the task.
		 * @param producer the producer; kept up to 128 characters
		 * @return this builder
		 */
		public Builder producer(String producer) {
			this.producer = Texts.clean(producer, Texts.NAME);
			return this;
		}

		/**
		 * Makes the task a child of another task, whose cancellation and failure reach
		 * it.
		 * @param parentTaskId the id of a task that the host knows
		 * @return this builder
		 * @throws InvalidTaskArgumentException if the id is not valid
		 */
		public Builder parentTaskId(String parentTaskId) {
			this.parentTaskId = Names.id("parent task id", parentTaskId);
			return this;
		}

		/**
		 * Sets the cancel policy.
		 * @param cancelPolicy the policy
		 * @return this builder
		 */
		public Builder cancelPolicy(CancelPolicy cancelPolicy) {
			this.cancelPolicy = cancelPolicy;
			return this;
		}

		/**
		 * Sets the close policy.
		 * @param closePolicy the policy
		 * @return this builder
		 */
		public Builder closePolicy(ClosePolicy closePolicy) {
			this.closePolicy = closePolicy;
			return this;
		}

		/**
		 * Sets the timeout of one attempt.
		 * @param timeout a positive duration
		 * @return this builder
		 * @throws InvalidTaskArgumentException if the duration is not positive
		 */
		public Builder timeout(Duration timeout) {
			if (!timeout.isPositive()) {
				throw new InvalidTaskArgumentException(
						"The timeout " + timeout + " is not valid: use a positive duration, or set no timeout.");
			}
			this.timeout = timeout;
			return this;
		}

		/**
		 * Sets the maximum number of attempts; the retry policy has the delays and the
		 * retried failures. External and registered work only records the number, since
		 * its owner retries.
		 * @param maxAttempts 1 to 1,000, including the first
		 * @return this builder
		 * @throws InvalidTaskArgumentException if the number is out of its range
		 */
		public Builder maxAttempts(int maxAttempts) {
			this.maxAttempts = TaskRetryPolicy.ofMaxAttempts(maxAttempts).maxAttempts();
			return this;
		}

		/**
		 * Sets the retry policy.
		 * @param retry the policy
		 * @return this builder
		 */
		public Builder retry(TaskRetryPolicy retry) {
			this.retry = retry;
			return this;
		}

		/**
		 * Delays the first start of work that the host starts: bodies and submitted
		 * tasks.
		 * @param delay a positive duration of at most 3,650 days
		 * @return this builder
		 * @throws InvalidTaskArgumentException if the duration is out of its range
		 */
		public Builder startAfter(Duration delay) {
			if (!delay.isPositive() || delay.compareTo(LONGEST_DELAY) > 0) {
				throw new InvalidTaskArgumentException("The start delay " + delay
						+ " is not valid: use a positive duration of at most 3,650 days, or set no delay.");
			}
			this.startAfter = delay;
			return this;
		}

		/**
		 * Sets the time of the first start of work that the host starts: bodies and
		 * submitted tasks. The time follows the wall clock: a task starts within two
		 * minutes after a step of the clock past it. A time that has passed starts the
		 * task at once; a time after 2262 counts as 2262.
		 * @param time the time
		 * @return this builder
		 */
		public Builder startAt(Instant time) {
			this.startAt = Times.instant(Times.of(time));
			return this;
		}

		/**
		 * Sets whether a task that is started in a transaction starts after its commit,
		 * and is removed after its rollback.
		 * @param startAfterCommit {@code false} to start at once
		 * @return this builder
		 */
		public Builder startAfterCommit(boolean startAfterCommit) {
			this.startAfterCommit = startAfterCommit;
			return this;
		}

		/**
		 * Sets the fate of the task when its parent fails.
		 * @param onParentFailure the policy
		 * @return this builder
		 */
		public Builder onParentFailure(ParentFailurePolicy onParentFailure) {
			this.onParentFailure = onParentFailure;
			return this;
		}

		/**
		 * Adds tasks that must complete before work that the host starts begins: a body
		 * or a submitted task. Until then the task is {@code PENDING}. It is cancelled if
		 * one of them fails, is cancelled, or is removed before its end. A task has at
		 * most 1,000 predecessors, those of {@link #afterAnyEnd} included.
		 * @param ids the ids of tasks of the session, or of other tasks that the host
		 * knows; requests of the same {@code submitAll} call count, in any order
		 * @return this builder
		 * @throws InvalidTaskArgumentException if an id is not valid
		 */
		public Builder after(String... ids) {
			this.after = added(this.after, ids);
			return this;
		}

		/**
		 * Adds tasks that must end before the task starts, as {@link #after} does. It
		 * does not matter whether they complete, fail or are cancelled.
		 * @param ids the ids of the tasks
		 * @return this builder
		 * @throws InvalidTaskArgumentException if an id is not valid
		 */
		public Builder afterAnyEnd(String... ids) {
			this.afterAnyEnd = added(this.afterAnyEnd, ids);
			return this;
		}

		private static List<String> added(List<String> present, String... ids) {
			Set<String> all = new LinkedHashSet<>(present);
			for (String id : ids) {
				all.add(Names.id("predecessor task id", id));
			}
			return List.copyOf(all);
		}

		/**
		 * Sets an idempotency key that the task holds until retention removes its record.
		 * @param idempotencyKey a key with the characters of an id
		 * @return this builder
		 * @throws InvalidTaskArgumentException if the key is not valid
		 * @see #idempotencyKey(String, IdempotencyPolicy)
		 */
		public Builder idempotencyKey(String idempotencyKey) {
			return idempotencyKey(idempotencyKey, IdempotencyPolicy.RETAINED);
		}

		/**
		 * Sets the idempotency key. While a task of the session holds the key, a further
		 * registration returns that task (rule R23 of {@code docs/design.md}).
		 * @param idempotencyKey a key with the characters of an id
		 * @param policy the policy that says until when the new task holds the key
		 * @return this builder
		 * @throws InvalidTaskArgumentException if the key is not valid
		 */
		public Builder idempotencyKey(String idempotencyKey, IdempotencyPolicy policy) {
			this.idempotencyKey = Names.id("idempotency key", idempotencyKey);
			this.idempotencyPolicy = policy;
			return this;
		}

		/**
		 * Sets the input of the work.
		 * @param input valid JSON, which is checked when the task is made
		 * @return this builder
		 */
		public Builder input(JsonPayload input) {
			this.input = input;
			return this;
		}

		/**
		 * Sets the wake policy.
		 * @param wakePolicy the policy
		 * @return this builder
		 */
		public Builder wakePolicy(WakePolicy wakePolicy) {
			this.wakePolicy = wakePolicy;
			return this;
		}

		/**
		 * Sets the initial links of the task.
		 * @param links the links
		 * @return this builder
		 */
		public Builder links(TaskLinks links) {
			this.links = links;
			return this;
		}

		/**
		 * Builds the registration. The builder can be used again.
		 * @return a new registration
		 * @throws InvalidTaskArgumentException if it has both a start delay and a start
		 * time, too many predecessors, or itself as a predecessor
		 */
		public BackgroundTaskRegistration build() {
			if (this.startAfter != null && this.startAt != null) {
				throw new InvalidTaskArgumentException("A task of kind '" + this.kind + "' cannot start both after "
						+ this.startAfter + " and at " + this.startAt + ". Set either startAfter or startAt.");
			}
			checkPredecessors();
			return new BackgroundTaskRegistration(this);
		}

		private void checkPredecessors() {
			if (this.after.isEmpty() && this.afterAnyEnd.isEmpty()) {
				return;
			}
			List<String> all = new ArrayList<>(this.after);
			all.addAll(this.afterAnyEnd);
			if (all.size() > MAX_PREDECESSORS) {
				throw new InvalidTaskArgumentException("A task of kind '" + this.kind + "' cannot wait for "
						+ all.size() + " tasks: the most are 1,000. Let tasks in between wait for some of them.");
			}
			Set<String> distinct = new LinkedHashSet<>();
			for (String id : all) {
				if (!distinct.add(id)) {
					throw new InvalidTaskArgumentException("A task of kind '" + this.kind
							+ "' cannot wait both for the " + "completion and for any end of '" + id
							+ "'. Name it in after or in afterAnyEnd.");
				}
			}
			if (this.id != null && distinct.contains(this.id)) {
				throw new InvalidTaskArgumentException(
						"Task '" + this.id + "' cannot wait for its own end. Name other tasks in after.");
			}
		}

	}

}
