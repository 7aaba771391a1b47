package io.github.taskhost.model;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/** The state of a task in the model. */
final class ModelTask {

	final UUID uid;

	final String id;

	final TaskMode mode;

	final @Nullable String key;

	final CancelPolicy cancelPolicy;

	final ClosePolicy closePolicy;

	final Set<String> answers = new HashSet<>();

	String session;

	BackgroundTaskState state;

	@Nullable String question;

	int messages;

	ModelTask(UUID uid, String session, String id, TaskMode mode, @Nullable String key, CancelPolicy cancelPolicy,
			ClosePolicy closePolicy) {
		this.uid = uid;
		this.session = session;
		this.id = id;
		this.mode = mode;
		this.key = key;
		this.cancelPolicy = cancelPolicy;
		this.closePolicy = closePolicy;
		this.state = (mode == TaskMode.REGISTERED) ? BackgroundTaskState.PENDING : BackgroundTaskState.RUNNING;
	}

	boolean isLive() {
		return this.state.ordinal() < BackgroundTaskState.COMPLETED.ordinal();
	}

	void enter(BackgroundTaskState next) {
		this.state = next;
		if (next != BackgroundTaskState.WAITING) {
			this.question = null;
		}
	}

	void end(BackgroundTaskState end) {
		if (isLive()) {
			enter(end);
		}
	}

	void live(BackgroundTaskState next) {
		if (isLive() && this.state != BackgroundTaskState.CANCEL_REQUESTED && this.state != next) {
			enter(next);
		}
	}

	void requestCancel() {
		if (isLive() && this.state != BackgroundTaskState.CANCEL_REQUESTED) {
			enter((this.cancelPolicy == CancelPolicy.ABORT_LOCAL) ? BackgroundTaskState.CANCELLED
					: BackgroundTaskState.CANCEL_REQUESTED);
		}
	}

	@Override
	public String toString() {
		return this.session + "/" + this.id + " " + this.mode + " " + this.state
				+ ((this.question != null) ? " asks " + this.question : "");
	}

}
