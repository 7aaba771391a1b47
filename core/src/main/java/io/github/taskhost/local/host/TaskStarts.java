package io.github.taskhost.local.host;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.ExternalTaskCancellation;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.lifecycle.PlacementRules;
import io.github.taskhost.lifecycle.RecoveryRules;
import io.github.taskhost.local.body.Bodies;
import io.github.taskhost.local.body.Propagation;
import io.github.taskhost.local.body.StartQueue;
import io.github.taskhost.local.body.Surroundings;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.executor.Drivers;
import io.github.taskhost.local.group.Predecessors;
import io.github.taskhost.local.group.SameCall;
import io.github.taskhost.local.handle.LocalHandle;
import io.github.taskhost.local.handle.TaskControl;
import io.github.taskhost.local.host.Insertions.Admission;
import io.github.taskhost.local.host.JointInsertions.New;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.kind.Kinds;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Starts tasks: bodies, children of bodies, and reported work.
 */
public final class TaskStarts {

	private final KnownTasks lookup;

	private final Kinds kinds;

	private final Insertions insertions;

	private final Bodies bodies;

	private final StartQueue queue;

	private final Drivers drivers;

	private final Propagation propagation;

	private final TaskControl control;

	private final Inputs inputs;

	public TaskStarts(KnownTasks lookup, Kinds kinds, Insertions insertions, Bodies bodies, StartQueue queue,
			Drivers drivers, Propagation propagation, TaskControl control, Inputs inputs) {
		this.lookup = lookup;
		this.kinds = kinds;
		this.insertions = insertions;
		this.bodies = bodies;
		this.queue = queue;
		this.drivers = drivers;
		this.propagation = propagation;
		this.control = control;
		this.inputs = inputs;
	}

	public <R extends @Nullable Object> BackgroundTaskHandle<R> managed(String sessionId,
			BackgroundTaskRegistration registration, BackgroundTask<R> body) {
		return managed(sessionId, this.inputs.ofBody(registration), body, parentOf(sessionId, registration));
	}

	/** The start of the body of a handler, whose input was checked. */
	<R extends @Nullable Object> Start<R> handled(String sessionId, BackgroundTaskRegistration registration,
			BackgroundTask<R> body, SameCall call) {
		return managedStart(sessionId, registration, body, parentOf(sessionId, registration), true, call);
	}

	public <R extends @Nullable Object> BackgroundTaskHandle<R> child(LocalTask parent,
			BackgroundTaskRegistration registration, BackgroundTask<R> body) {
		BackgroundTaskRecord record = parent.record();
		BackgroundTaskRegistration child = registration.toBuilder().parentTaskId(record.id()).build();
		return managed(record.sessionId(), this.inputs.ofBody(child), body, parent);
	}

	private <R extends @Nullable Object> LocalHandle<R> managed(String sessionId,
			BackgroundTaskRegistration registration, BackgroundTask<R> body, @Nullable LocalTask parent) {
		return start(managedStart(sessionId, registration, body, parent, false, SameCall.NONE));
	}

	private <R extends @Nullable Object> Start<R> managedStart(String sessionId,
			BackgroundTaskRegistration registration, BackgroundTask<R> body, @Nullable LocalTask parent, boolean byName,
			SameCall call) {
		LocalTask holder = holderOfKey(sessionId, registration);
		if (holder != null) {
			return new Start<>(holder, null, this::handle);
		}
		Predecessors predecessors = Predecessors.find(this.lookup, sessionId, registration, call);
		Kind kind = this.kinds.of(registration.kind());
		boolean movable = PlacementRules.isMovable(RecoveryRules.policy(kind.options(), byName));
		NewBody<R> work = new NewBody<>(this.bodies, this.queue, this.control, this.propagation.capture(), kind, body,
				movable, parent != null, predecessors.isAwaited());
		Admission admission = new Admission(sessionId, registration, TaskMode.MANAGED, kind, parent, byName,
				predecessors);
		return new Start<>(null, new New(admission, work), (task) -> work.isOf(task) ? work.handle() : handle(task));
	}

	private <R extends @Nullable Object> LocalHandle<R> handle(LocalTask task) {
		return new LocalHandle<>(this.control, task);
	}

	/** The tasks of a call for which other tasks of the call wait. */
	SameCall call(String sessionId, List<TaskRequest> requests) {
		return SameCall.of(this.lookup, sessionId, requests.stream().map(TaskRequest::registration).toList());
	}

	/** Makes a start. */
	<R extends @Nullable Object> LocalHandle<R> start(Start<R> start) {
		return start.handleOf(() -> {
			New work = Objects.requireNonNull(start.work());
			return this.insertions.insert(work.admission(), work.work());
		});
	}

	public LocalTask reported(String sessionId, BackgroundTaskRegistration registration, TaskMode mode,
			@Nullable ExternalTaskCancellation owner) {
		return checked(sessionId, this.inputs.ofReported(registration), mode, owner);
	}

	/** The start of a body whose input was not checked. */
	Start<?> body(String sessionId, BackgroundTaskRegistration registration, BackgroundTask<?> body, SameCall call) {
		return managedStart(sessionId, this.inputs.ofBody(registration), body, parentOf(sessionId, registration), false,
				call);
	}

	/** The start of work by its executor. Its input was checked. */
	Start<@Nullable Object> submitted(String sessionId, BackgroundTaskRegistration registration, SameCall call) {
		return reportedStart(sessionId, registration, TaskMode.SUBMITTED, null, call);
	}

	private LocalTask checked(String sessionId, BackgroundTaskRegistration registration, TaskMode mode,
			@Nullable ExternalTaskCancellation owner) {
		return start(reportedStart(sessionId, registration, mode, owner, SameCall.NONE)).task();
	}

	private Start<@Nullable Object> reportedStart(String sessionId, BackgroundTaskRegistration registration,
			TaskMode mode, @Nullable ExternalTaskCancellation owner, SameCall call) {
		Function<LocalTask, LocalHandle<@Nullable Object>> handle = (task) -> new LocalHandle<>(this.control, task);
		LocalTask parent = parentOf(sessionId, registration);
		LocalTask holder = holderOfKey(sessionId, registration);
		if (holder != null) {
			return new Start<>(holder, null, handle);
		}
		Predecessors predecessors = (mode == TaskMode.SUBMITTED)
				? Predecessors.find(this.lookup, sessionId, registration, call) : Predecessors.NONE;
		Kind kind = this.kinds.of(registration.kind());
		Surroundings surroundings = (mode == TaskMode.SUBMITTED) ? this.propagation.capture() : Surroundings.NONE;
		NewReportedWork work = new NewReportedWork(this.drivers, surroundings, kind, mode,
				(owner != null) ? new Work.Owned(owner) : null);
		boolean byName = mode == TaskMode.SUBMITTED && kind.executor() != null && kind.executor().canReattach()
				&& !call.local();
		Admission admission = new Admission(sessionId, registration, mode, kind, parent, byName, predecessors);
		return new Start<>(null, new New(admission, work), handle);
	}

	private @Nullable LocalTask holderOfKey(String sessionId, BackgroundTaskRegistration registration) {
		String key = registration.idempotencyKey();
		LocalTask holder = (key != null) ? this.lookup.findByKey(sessionId, key) : null;
		return (holder != null) ? Insertions.answers(holder, registration) : null;
	}

	private @Nullable LocalTask parentOf(String sessionId, BackgroundTaskRegistration registration) {
		String parentId = registration.parentTaskId();
		if (parentId == null) {
			return null;
		}
		if (parentId.equals(registration.id())) {
			throw new TaskNotFoundException(
					"Task '" + parentId + "' cannot be its own parent. Name another parent task, or none.");
		}
		LocalTask parent = this.lookup.find(sessionId, parentId);
		if (parent == null) {
			parent = this.lookup.findOnly(parentId);
		}
		if (parent == null) {
			throw new TaskNotFoundException("The parent task '" + parentId + "' is not known. Start the parent first.");
		}
		return parent;
	}

	/**
	 * A start that was checked.
	 *
	 * @param <R> the type of the result
	 * @param holder the task that holds its idempotency key, or {@code null}
	 * @param work the new work, or {@code null} if there is a holder
	 * @param handle makes the handle of the task
	 */
	record Start<R extends @Nullable Object>(@Nullable LocalTask holder, @Nullable New work,
			Function<LocalTask, LocalHandle<R>> handle) {

		/** The handle of the holder, or of the task of the new work. */
		LocalHandle<R> handleOf(Supplier<LocalTask> inserted) {
			return this.handle.apply((this.holder != null) ? this.holder : inserted.get());
		}

	}

}
