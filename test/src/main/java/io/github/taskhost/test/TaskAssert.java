package io.github.taskhost.test;

import java.util.Objects;

import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.TaskFailure;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions about a record of a task. Each returns this object, and its error shows the
 * state, the question and the failure of the task.
 */
public final class TaskAssert extends AbstractAssert<TaskAssert, BackgroundTaskRecord> {

	TaskAssert(@Nullable BackgroundTaskRecord task) {
		super(task, TaskAssert.class);
	}

	/**
	 * Asserts that the task is {@link BackgroundTaskState#PENDING}.
	 * @return these assertions
	 */
	public TaskAssert isPending() {
		return hasState(BackgroundTaskState.PENDING);
	}

	/**
	 * Asserts that the task is {@link BackgroundTaskState#RUNNING}.
	 * @return these assertions
	 */
	public TaskAssert isRunning() {
		return hasState(BackgroundTaskState.RUNNING);
	}

	/**
	 * Asserts that the task is {@link BackgroundTaskState#WAITING}.
	 * @return these assertions
	 */
	public TaskAssert isWaiting() {
		return hasState(BackgroundTaskState.WAITING);
	}

	/**
	 * Asserts that the task is {@link BackgroundTaskState#CANCEL_REQUESTED}.
	 * @return these assertions
	 */
	public TaskAssert isCancelRequested() {
		return hasState(BackgroundTaskState.CANCEL_REQUESTED);
	}

	/**
	 * Asserts that the task is {@link BackgroundTaskState#COMPLETED}.
	 * @return these assertions
	 */
	public TaskAssert isCompleted() {
		return hasState(BackgroundTaskState.COMPLETED);
	}

	/**
	 * Asserts that the task is {@link BackgroundTaskState#FAILED}.
	 * @return these assertions
	 */
	public TaskAssert isFailed() {
		return hasState(BackgroundTaskState.FAILED);
	}

	/**
	 * Asserts that the task is {@link BackgroundTaskState#CANCELLED}.
	 * @return these assertions
	 */
	public TaskAssert isCancelled() {
		return hasState(BackgroundTaskState.CANCELLED);
	}

	private TaskAssert hasState(BackgroundTaskState state) {
		return check(task().state() == state, "to be " + state);
	}

	/**
	 * Asserts that the task has not ended.
	 * @return these assertions
	 */
	public TaskAssert isLive() {
		return check(!task().state().isTerminal(), "to be live");
	}

	/**
	 * Asserts that the task has ended: it is completed, failed or cancelled.
	 * @return these assertions
	 */
	public TaskAssert hasEnded() {
		return check(task().state().isTerminal(), "to have ended");
	}

	/**
	 * Asserts that the task has an open question with this key.
	 * @param key the key of the question
	 * @return these assertions
	 */
	public TaskAssert asks(String key) {
		InputRequest question = task().inputRequest();
		return check(question != null && question.key().equals(key), "to ask '" + key + "'");
	}

	/**
	 * Asserts that the task has no open question.
	 * @return these assertions
	 */
	public TaskAssert asksNothing() {
		return check(task().inputRequest() == null, "to ask nothing");
	}

	/**
	 * Asserts that the task has a failure of this kind.
	 * @param kind the kind of the failure
	 * @return these assertions
	 */
	public TaskAssert hasFailure(FailureKind kind) {
		TaskFailure failure = task().failure();
		return check(failure != null && failure.kind() == kind, "to have a failure of kind " + kind);
	}

	/**
	 * Asserts that an exception of exactly this class is the failure of the task.
	 * @param type the class of the exception
	 * @return these assertions
	 */
	public TaskAssert hasFailure(Class<? extends Throwable> type) {
		TaskFailure failure = task().failure();
		return check(failure != null && type.getName().equals(failure.type()), "to have failed by " + type.getName());
	}

	/**
	 * Asserts that the status of the task is this text.
	 * @param status the text
	 * @return these assertions
	 */
	public TaskAssert hasStatus(String status) {
		String actual = task().status();
		return check(status.equals(actual), "to have the status '" + status + "', not " + quoted(actual));
	}

	/**
	 * Asserts that the summary of the task is this text.
	 * @param summary the text
	 * @return these assertions
	 */
	public TaskAssert hasSummary(String summary) {
		String actual = task().summary();
		return check(summary.equals(actual), "to have the summary '" + summary + "', not " + quoted(actual));
	}

	/**
	 * Asserts that the task is at this attempt.
	 * @param attempt the number of the attempt, from 1, also before its start
	 * @return these assertions
	 */
	public TaskAssert isAtAttempt(int attempt) {
		int actual = task().attempt();
		return check(actual == attempt, "to be at attempt " + attempt + ", not " + actual);
	}

	private BackgroundTaskRecord task() {
		isNotNull();
		return Objects.requireNonNull(this.actual);
	}

	private TaskAssert check(boolean expected, String expectation) {
		if (!expected) {
			failWithMessage("Expected %s %s; %s", name(task()), expectation, found(task()));
		}
		return this;
	}

	private static String name(BackgroundTaskRecord task) {
		return "the task " + task.id() + " of kind " + task.kind() + " in the session " + task.sessionId();
	}

	private static String found(BackgroundTaskRecord task) {
		StringBuilder text = new StringBuilder("it is ").append(task.state());
		InputRequest question = task.inputRequest();
		if (question != null) {
			text.append(" and asks '").append(question.key()).append("': ").append(question.prompt());
		}
		TaskFailure failure = task.failure();
		if (failure != null) {
			text.append(" by ").append(failure.kind());
			text.append((failure.type() != null) ? ", " + failure.type() : "").append(": ").append(failure.message());
		}
		return text.toString();
	}

	private static String quoted(@Nullable String text) {
		return (text != null) ? "'" + text + "'" : "none";
	}

}
