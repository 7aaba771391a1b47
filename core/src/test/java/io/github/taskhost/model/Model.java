package io.github.taskhost.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * A model of the host in a few maps. A place is a session and an id. A rejected operation
 * throws a {@link Refusal} with the type of the expected exception.
 */
final class Model {

	static final Duration CLOCK_STEP = Duration.ofHours(2);

	/** The tasks with a record, by uid, in the order of their registration. */
	final Map<UUID, ModelTask> tasks = new LinkedHashMap<>();

	/** The tasks by place. A transferred task is still found at its earlier place. */
	private final Map<String, ModelTask> places = new LinkedHashMap<>();

	private final Map<String, ModelTask> keys = new LinkedHashMap<>();

	/** The wrong rule of a canary. */
	private final Flaw flaw;

	/** The milliseconds since the start. */
	private long now;

	Model(Flaw flaw) {
		this.flaw = flaw;
	}

	long now() {
		return this.now;
	}

	/** The next time at which a task changes by itself. */
	long nextDue() {
		return this.tasks.values().stream().mapToLong(ModelTask::due).min().orElse(Long.MAX_VALUE);
	}

	/** Sets the time; the tasks that are due change. */
	void at(long time) {
		this.now = time;
		for (ModelTask task : new ArrayList<>(this.tasks.values())) {
			if (task.due() <= time) {
				fallDue(task);
			}
		}
	}

	boolean hasDeadline() {
		return this.tasks.values().stream().anyMatch(ModelTask::hasDeadline);
	}

	/** The wall clock was set. */
	void clockSet() {
		if (this.flaw == Flaw.DURATIONS_FOLLOW_THE_CLOCK) {
			at(this.now + CLOCK_STEP.toMillis());
		}
	}

	private void fallDue(ModelTask task) {
		if (task.timeoutAt() <= this.now) {
			fail(task, FailureKind.TIMEOUT);
		}
		else if (task.silenceAt() <= this.now) {
			fail(task, FailureKind.HEARTBEAT_LOST);
		}
		else {
			task.resume(this.now);
		}
	}

	/** Ends a task as failed, and requests the cancellation of its descendants. */
	private void fail(ModelTask task, FailureKind kind) {
		if (task.isLive()) {
			task.end(BackgroundTaskState.FAILED, kind, this.now);
			if (this.flaw != Flaw.FAILURE_KEEPS_FAMILY) {
				failedAbove(task);
			}
		}
	}

	private void failedAbove(ModelTask parent) {
		for (ModelTask child : children(parent)) {
			if (!child.wanted.keepsOnFailure()) {
				child.failurePassedOn |= child.isLive();
				child.requestCancel(this.now);
				failedAbove(child);
			}
		}
	}

	private List<ModelTask> children(ModelTask parent) {
		return this.tasks.values().stream().filter((task) -> parent.uid.equals(task.parent)).toList();
	}

	/** Requests cancellation of a task, ended or not, and of its live descendants. */
	void requestCancel(ModelTask task) {
		task.cancelPassedOn |= task.isLive();
		task.requestCancel(this.now);
		children(task).forEach(this::requestCancel);
	}

	/** Cancels a task, ended or not, and its live descendants now. */
	void cancelNow(ModelTask task) {
		if (task.isLive()) {
			task.cancelPassedOn = true;
			task.end(BackgroundTaskState.CANCELLED, null, this.now);
		}
		children(task).forEach(this::cancelNow);
	}

	/** Ends a task by a report; a reported cancellation counts as a request. */
	void end(ModelTask task, BackgroundTaskState end) {
		if (!task.isLive()) {
			return;
		}
		if (end == BackgroundTaskState.FAILED) {
			fail(task, FailureKind.REPORTED);
		}
		else {
			task.end(end, null, this.now);
			if (end == BackgroundTaskState.CANCELLED && !task.wasRequested()) {
				children(task).forEach(this::requestCancel);
			}
		}
	}

	/** A failure of the work, after which another attempt may follow. */
	void attemptFailed(ModelTask task, FailureKind kind) {
		if (!task.isLive()) {
			return;
		}
		if (task.isRetried()) {
			task.nextAttempt(this.now, Wanted.BACKOFF);
		}
		else {
			fail(task, task.isLastOfSeveral() ? FailureKind.RETRIES_EXHAUSTED : kind);
		}
	}

	/** A body that throws after a cancel request has followed it. */
	void bodyThrew(ModelTask task) {
		if (task.state == BackgroundTaskState.CANCEL_REQUESTED) {
			task.end(BackgroundTaskState.CANCELLED, FailureKind.EXCEPTION, this.now);
		}
		else {
			attemptFailed(task, FailureKind.EXCEPTION);
		}
	}

	void reportedFailure(ModelTask task) {
		if (task.mode == TaskMode.MANAGED) {
			fail(task, FailureKind.REPORTED);
		}
		else {
			attemptFailed(task, FailureKind.REPORTED);
		}
	}

	void reattach(ModelTask task) throws Refusal {
		if (task.mode != TaskMode.SUBMITTED || task.wanted.watched()) {
			throw new Refusal(UnsupportedTaskOperationException.class);
		}
		if (task.state != BackgroundTaskState.RUNNING && task.state != BackgroundTaskState.WAITING) {
			throw new Refusal(TaskStateException.class);
		}
		task.nextAttempt(this.now, 0);
		task.resume(this.now);
	}

	/** Finds the parent that a registration names; checks its key and id. */
	@Nullable ModelTask admit(String session, String id, Wanted wanted) throws Refusal {
		ModelTask holder = holder(session, wanted.key());
		if (holder != null) {
			if (!holder.wanted.kind().equals(wanted.kind())) {
				throw new Refusal(TaskConflictException.class);
			}
			return null;
		}
		ModelTask parent = (wanted.parentId() != null) ? parent(session, wanted.parentId()) : null;
		requireFree(session, id);
		return parent;
	}

	private ModelTask parent(String session, String id) throws Refusal {
		ModelTask near = find(session, id);
		return (near != null) ? near : only(id);
	}

	/** Adds a task; a child of a parent that was cancelled or failed does not escape. */
	void add(UUID uid, String session, String id, TaskMode mode, Wanted wanted, @Nullable ModelTask parent) {
		ModelTask task = new ModelTask(uid, session, id, mode, wanted, (parent != null) ? parent.uid : null, this.flaw,
				this.now);
		add(task);
		if (parent == null) {
			return;
		}
		boolean failed = parent.state == BackgroundTaskState.FAILED && this.flaw != Flaw.FAILURE_KEEPS_FAMILY;
		boolean requested = parent.state == BackgroundTaskState.CANCEL_REQUESTED
				|| parent.state == BackgroundTaskState.CANCELLED;
		if (parent.cancelPassedOn || requested && !parent.failurePassedOn) {
			requestCancel(task);
		}
		else if ((failed || parent.failurePassedOn) && !wanted.keepsOnFailure()) {
			task.failurePassedOn = true;
			task.requestCancel(this.now);
		}
	}

	private static String at(String session, String name) {
		return session + "/" + name;
	}

	/** Returns the task at a place, even after a transfer. */
	@Nullable ModelTask find(String session, String id) {
		return this.places.get(at(session, id));
	}

	@Nullable ModelTask findIn(String session, String id) {
		ModelTask task = find(session, id);
		return (task != null && task.session.equals(session)) ? task : null;
	}

	ModelTask require(String session, String id) throws Refusal {
		ModelTask task = find(session, id);
		if (task == null) {
			throw new Refusal(TaskNotFoundException.class);
		}
		return task;
	}

	/** Returns the only live task with an id, otherwise the only task with the id. */
	ModelTask only(String id) throws Refusal {
		List<ModelTask> all = listed().stream().filter((task) -> task.id.equals(id)).toList();
		List<ModelTask> live = all.stream().filter(ModelTask::isLive).toList();
		if (all.isEmpty()) {
			throw new Refusal(TaskNotFoundException.class);
		}
		if (live.size() > 1 || live.isEmpty() && all.size() > 1) {
			throw new Refusal(AmbiguousTaskException.class);
		}
		return live.isEmpty() ? all.get(0) : live.get(0);
	}

	/** Returns the tasks at their current places. */
	List<ModelTask> listed() {
		return this.tasks.values().stream().filter((task) -> findIn(task.session, task.id) == task).toList();
	}

	/** Returns the task that holds an idempotency key. */
	@Nullable ModelTask holder(String session, @Nullable String key) {
		ModelTask task = (key != null) ? this.keys.get(at(session, key)) : null;
		return (task != null && task.holdsItsKey()) ? task : null;
	}

	void requireFree(String session, String id) throws Refusal {
		ModelTask holder = findIn(session, id);
		if (holder != null && holder.isLive()) {
			throw new Refusal(TaskConflictException.class);
		}
	}

	private void add(ModelTask task) {
		this.tasks.put(task.uid, task);
		place(task);
	}

	private void place(ModelTask task) {
		this.places.put(at(task.session, task.id), task);
		if (task.wanted.key() != null && task.holdsItsKey()) {
			this.keys.put(at(task.session, task.wanted.key()), task);
		}
	}

	void remove(ModelTask task) {
		this.tasks.remove(task.uid);
		this.places.values().removeIf((other) -> other == task);
		this.keys.values().removeIf((other) -> other == task);
	}

	void transfer(ModelTask task, String to) throws Refusal {
		if (task.session.equals(to)) {
			return;
		}
		requireFree(to, task.id);
		if (task.holdsItsKey() && holder(to, task.wanted.key()) != null) {
			throw new Refusal(TaskConflictException.class);
		}
		if (task.wanted.key() != null) {
			this.keys.remove(at(task.session, task.wanted.key()), task);
		}
		task.session = to;
		place(task);
	}

	void complete(ModelTask task, BackgroundTaskState end) {
		if (this.flaw == Flaw.SECOND_END_OVERWRITES && !task.isLive()) {
			task.enter(end, this.now);
		}
		end(task, end);
	}

	void update(ModelTask task, BackgroundTaskState state) throws Refusal {
		switch (state) {
			case RUNNING, WAITING -> task.live(state, this.now);
			case CANCEL_REQUESTED -> requestCancel(task);
			default -> throw new Refusal(TaskStateException.class);
		}
	}

	/** Requests the cancellation of tasks, and forces it: the grace period is zero. */
	void close(String session, @Nullable String successor) {
		List<ModelTask> cancelled = new ArrayList<>();
		for (ModelTask task : new ArrayList<>(listed())) {
			if (task.isLive() && task.session.equals(session) && isCancelled(task, successor)) {
				cancelled.add(task);
			}
		}
		for (ModelTask task : cancelled) {
			if (task.isLive()) {
				requestCancel(task);
			}
		}
		cancelled.stream().filter(ModelTask::isLive).forEach(this::cancelNow);
	}

	private boolean isCancelled(ModelTask task, @Nullable String successor) {
		if (task.wanted.closePolicy() != ClosePolicy.TRANSFER || successor == null) {
			return task.wanted.closePolicy() != ClosePolicy.KEEP;
		}
		try {
			transfer(task, successor);
			return false;
		}
		catch (Refusal ex) {
			return true;
		}
	}

	void cancelAll(String session) {
		listed().stream().filter((task) -> task.session.equals(session) && task.isLive()).forEach(this::cancelNow);
	}

	void ask(ModelTask task, String question, long deadline) throws Refusal {
		if (task.isLive() && task.answers.contains(question)) {
			return;
		}
		if (!task.isLive() || task.question != null) {
			throw new Refusal(TaskStateException.class);
		}
		if (task.state == BackgroundTaskState.CANCEL_REQUESTED) {
			throw new Refusal(TaskCancelledException.class);
		}
		if (task.waitsForItsStart()) {
			throw new Refusal(TaskStateException.class);
		}
		task.sign(this.now);
		task.enter(BackgroundTaskState.WAITING, this.now);
		task.question = question;
		task.questionDeadline = deadline;
	}

	void answer(ModelTask task, String question) throws Refusal {
		reply(task, question);
		task.answers.add(question);
	}

	/** A declined question may be asked again. */
	void reply(ModelTask task, String question) throws Refusal {
		if (!question.equals(task.question)) {
			throw new Refusal(TaskStateException.class);
		}
		task.messages++;
		task.enter(BackgroundTaskState.RUNNING, this.now);
	}

	void send(ModelTask task) throws Refusal {
		if (!task.isLive()) {
			throw new Refusal(TaskStateException.class);
		}
		task.messages++;
	}

	/** Reports that the host is expected to reject an operation. */
	static final class Refusal extends Exception {

		private static final long serialVersionUID = 1;

		private final Class<? extends RuntimeException> type;

		Refusal(Class<? extends RuntimeException> type) {
			super(type.getSimpleName());
			this.type = type;
		}

		Class<? extends RuntimeException> type() {
			return this.type;
		}

	}

}
