package io.github.taskhost.local;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskInterceptor;
import io.github.taskhost.BackgroundTaskInterceptor.Invocation;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.Thrown;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.Commits.Commit;
import io.github.taskhost.spi.TaskTimer.Scheduled;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The course of executions: queued, started, ended by their body, ended from outside,
 * their thread gone.
 */
final class Executions {

	private static final Logger log = LoggerFactory.getLogger(Executions.class);

	private static final int MAX_TRACE = 8192;

	private final Host host;

	private final List<BackgroundTaskInterceptor> interceptors;

	Executions(Host host, List<BackgroundTaskInterceptor> interceptors) {
		this.host = host;
		this.interceptors = List.copyOf(interceptors);
	}

	/** Starts a task that got a slot, or the next in the queue when it has ended. */
	void startQueued(@Nullable LocalTask first) {
		LocalTask task = first;
		while (task != null) {
			SlotQueue.Slot<LocalTask> slot = new SlotQueue.Slot<>(Objects.requireNonNull(task.kind().slots()));
			Execution execution = task.execution;
			if (execution != null) {
				execution.slot = slot;
				if (this.host.commits().commit(task, new TaskCommand.Start(this.host.workerId())).isChange()) {
					execution.start();
					return;
				}
			}
			LocalTask refused = task;
			task = slot.giveBack();
			this.host.starts().again(refused, () -> startWaiting(refused));
		}
	}

	/** Starts an attempt whose time has come, as soon as there is a slot. */
	void startWaiting(LocalTask task) {
		SlotQueue<LocalTask> slots = task.kind().slots();
		Execution execution = task.execution;
		if (slots != null) {
			startQueued(slots.enqueue(task.record().sessionId(), task));
		}
		else if (execution != null) {
			if (this.host.commits().commit(task, new TaskCommand.Start(this.host.workerId())).isChange()) {
				execution.start();
			}
			else {
				this.host.starts().again(task, () -> startWaiting(task));
			}
		}
	}

	/**
	 * Without interceptors a body runs straight from its thread: each frame is kept while
	 * it waits.
	 */
	boolean isIntercepted() {
		return !this.interceptors.isEmpty();
	}

	Invocation intercepted(BackgroundTaskContext context, Invocation body) {
		Invocation chain = body;
		for (int i = this.interceptors.size() - 1; i >= 0; i--) {
			BackgroundTaskInterceptor interceptor = this.interceptors.get(i);
			Invocation rest = chain;
			chain = () -> interceptor.intercept(context, rest);
		}
		return chain;
	}

	TaskCommand threw(Execution execution, Throwable thrown) {
		execution.handle().threw(thrown);
		execution.task().ownExtras().failureStackTrace = stackTrace(thrown);
		boolean cancellation = Thrown.isCancellation(thrown);
		if (cancellation && this.host.heartbeats().wasLost(execution, Thrown.isInterrupt(thrown))) {
			return new TaskCommand.BodyThrew(new TaskFailure(FailureKind.HEARTBEAT_LOST, thrown.getClass().getName(),
					"It gave no sign of life and was interrupted."), true);
		}
		return new TaskCommand.BodyThrew(TaskFailure.of(thrown), cancellation,
				this.host.backoff().after(execution.task().record(), thrown));
	}

	private static String stackTrace(Throwable thrown) {
		StringWriter text = new StringWriter();
		try {
			thrown.printStackTrace(new PrintWriter(text));
		}
		catch (Throwable ex) {
			text.append("(its stack trace could not be read: ").append(ex.getClass().getName()).append(')');
		}
		return (text.getBuffer().length() > MAX_TRACE) ? text.getBuffer().substring(0, MAX_TRACE) : text.toString();
	}

	void bodyEnded(Execution execution, TaskCommand end, @Nullable Throwable thrown) {
		Commit commit = this.host.commits().commit(execution.task(), execution.attempt(), end);
		BackgroundTaskRecord record = commit.after();
		if (thrown == null) {
			return;
		}
		if (WorkRules.awaitsNextAttempt(record, execution.attempt())) {
			log.info("Attempt {} of task {} of session {} failed; {}", execution.attempt(), record.id(),
					record.sessionId(), record.status(), CleanThrowable.of(thrown));
		}
		else if (commit.isEnd() && record.state() == BackgroundTaskState.FAILED) {
			log.warn("Task {} of session {} failed", record.id(), record.sessionId(), CleanThrowable.of(thrown));
		}
		else if (!commit.isEnd() && !Thrown.isCancellation(thrown)) {
			log.warn("Task {} of session {}, {}, has ended; after that its body threw", record.id(), record.sessionId(),
					record.state(), CleanThrowable.of(thrown));
		}
	}

	/** The record ended: by its body, or from outside while that is queued or runs. */
	void recordEnded(Execution execution, BackgroundTaskRecord before) {
		Scheduled escalation = execution.escalation;
		if (escalation != null) {
			escalation.cancel();
		}
		if (before.state() == BackgroundTaskState.PENDING) {
			dequeue(execution);
		}
		else if (!execution.isBodyDone()) {
			execution.windDown();
			execution.interrupt();
			if (execution.thread() != null) {
				execution.markUnresponsive();
				this.host.unresponsive().add(execution);
			}
		}
	}

	private void dequeue(Execution execution) {
		LocalTask task = execution.task();
		SlotQueue<LocalTask> slots = task.kind().slots();
		if (slots != null) {
			slots.remove(task);
		}
		execution.markDequeued();
		task.execution = null;
	}

	void notStarted(Execution execution, Throwable ex) {
		BackgroundTaskRecord record = execution.task().record();
		log.error("The thread of task {} of session {} could not be started", record.id(), record.sessionId(),
				CleanThrowable.of(ex));
		String message = "The thread could not be started: " + ex;
		execution.markOver();
		this.host.commits()
			.commit(execution.task(), execution.attempt(), new TaskCommand.End(BackgroundTaskState.FAILED, null,
					new TaskFailure(FailureKind.REJECTED, ex.getClass().getName(), message)));
		threadEnded(execution);
	}

	void threadEnded(Execution execution) {
		LocalTask task = execution.task();
		SlotQueue.Slot<LocalTask> slot = execution.slot;
		Execution next = execution.next();
		task.execution = next;
		if (execution.isUnresponsive()) {
			this.host.unresponsive().remove(execution);
		}
		if (slot != null) {
			startQueued(slot.giveBack());
		}
		if (next != null) {
			tryAgain(task);
		}
		this.host.retention().trim();
	}

	/** A task that ended meanwhile needs nobody to run it. */
	private void tryAgain(LocalTask task) {
		this.host.starts().whenDue(task, () -> startWaiting(task));
		if (!WorkRules.keepsReports(task.record())) {
			task.execution = null;
		}
	}

}
