package io.github.taskhost.model;

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
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;

/**
 * A model of the host in a few maps. A place is a session and an id. A rejected operation
 * throws a {@link Refusal} with the type of the expected exception.
 */
final class Model {

	/** The tasks with a record, by uid, in the order of their registration. */
	final Map<UUID, ModelTask> tasks = new LinkedHashMap<>();

	/** The tasks by place. A transferred task is still found at its earlier place. */
	private final Map<String, ModelTask> places = new LinkedHashMap<>();

	private final Map<String, ModelTask> keys = new LinkedHashMap<>();

	/** Lets the canary overwrite the end of a task. */
	private final boolean broken;

	Model(boolean broken) {
		this.broken = broken;
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
		return (key != null) ? this.keys.get(at(session, key)) : null;
	}

	void requireFree(String session, String id) throws Refusal {
		ModelTask holder = findIn(session, id);
		if (holder != null && holder.isLive()) {
			throw new Refusal(TaskConflictException.class);
		}
	}

	void add(ModelTask task) {
		this.tasks.put(task.uid, task);
		place(task);
	}

	private void place(ModelTask task) {
		this.places.put(at(task.session, task.id), task);
		if (task.key != null) {
			this.keys.put(at(task.session, task.key), task);
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
		if (task.key != null && this.keys.get(at(to, task.key)) != null) {
			throw new Refusal(TaskConflictException.class);
		}
		if (task.key != null) {
			this.keys.remove(at(task.session, task.key));
		}
		task.session = to;
		place(task);
	}

	void complete(ModelTask task, BackgroundTaskState end) {
		if (this.broken && !task.isLive()) {
			task.enter(end);
		}
		task.end(end);
	}

	void update(ModelTask task, BackgroundTaskState state) throws Refusal {
		switch (state) {
			case RUNNING, WAITING -> task.live(state);
			case CANCEL_REQUESTED -> task.requestCancel();
			default -> throw new Refusal(TaskStateException.class);
		}
	}

	void close(String session, @Nullable String successor) {
		for (ModelTask task : new ArrayList<>(listed())) {
			if (task.isLive() && task.session.equals(session)) {
				close(task, successor);
			}
		}
	}

	private void close(ModelTask task, @Nullable String successor) {
		if (task.closePolicy == ClosePolicy.KEEP) {
			return;
		}
		try {
			if (task.closePolicy == ClosePolicy.TRANSFER && successor != null) {
				transfer(task, successor);
				return;
			}
		}
		catch (Refusal ex) {
			// cancelled below instead
		}
		task.end(BackgroundTaskState.CANCELLED);
	}

	void ask(ModelTask task, String question) throws Refusal {
		if (task.isLive() && task.answers.contains(question)) {
			return;
		}
		if (!task.isLive() || task.question != null) {
			throw new Refusal(TaskStateException.class);
		}
		if (task.state == BackgroundTaskState.CANCEL_REQUESTED) {
			throw new Refusal(TaskCancelledException.class);
		}
		task.enter(BackgroundTaskState.WAITING);
		task.question = question;
	}

	void answer(ModelTask task, String question) throws Refusal {
		if (!question.equals(task.question)) {
			throw new Refusal(TaskStateException.class);
		}
		task.answers.add(question);
		task.messages++;
		task.enter(BackgroundTaskState.RUNNING);
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
