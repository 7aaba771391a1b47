package io.github.taskhost;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.github.taskhost.error.InputDeadlineException;
import io.github.taskhost.error.InputDeclinedException;
import io.github.taskhost.error.InputWithdrawnException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.spi.TypeSchemas;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * The view that a body has of its task: the reports of a {@link TaskReporter}, and calls
 * that need a running body. Valid for one attempt, and thread-safe. Every blocking call
 * ends with a {@link TaskCancelledException} when the task is cancelled or ends.
 */
public interface BackgroundTaskContext extends TaskReporter {

	/**
	 * Returns whether the body should wind down: the task was asked to cancel, has ended,
	 * or is at another attempt.
	 * @return {@code true} if the body should wind down
	 */
	boolean isCancelled();

	/**
	 * Throws an exception if the body should wind down.
	 * @throws TaskCancelledException if the task was asked to cancel or has ended
	 * @see #isCancelled()
	 */
	void throwIfCancelled();

	/**
	 * Registers an action for the moment when the body should wind down; runs it at once
	 * if that moment has passed. The action runs on a thread of the host, and its
	 * exceptions are logged. A body can have up to 100 actions at a time.
	 * @param action the action
	 * @return a registration that removes the action
	 * @throws TaskStateException if the body has 100 actions
	 */
	CancelRegistration onCancel(Runnable action);

	/**
	 * Sleeps, measured by the clock of the host.
	 * @param duration the time to sleep
	 * @throws TaskCancelledException if the task is asked to cancel or ends meanwhile
	 * @throws InterruptedException if the thread is interrupted
	 */
	void sleep(Duration duration) throws InterruptedException;

	/**
	 * Asks a person a question and waits for the answer. The task is
	 * {@link BackgroundTaskState#WAITING} meanwhile. While another question of the task
	 * is open, waits for its turn. If the task has an answer to the same question from
	 * any of its attempts (the same key, prompt, schema, authority and type), returns
	 * that answer without asking; any other question with the same key is asked (rules
	 * R20 and R21 of {@code docs/design.md}).
	 * @param question the question
	 * @return the answer
	 * @throws InputDeadlineException if the question is not answered by its deadline
	 * @throws InputDeclinedException if a person declines the question
	 * @throws InputWithdrawnException if the task leaves WAITING without an answer
	 * @throws TaskCancelledException if the task is asked to cancel or ends meanwhile
	 * @throws TaskRejectedException if {@code taskhost.limits.questions} threads of the
	 * body wait for their turn, or the task has answers to
	 * {@code taskhost.limits.answers} other keys
	 * @throws InvalidTaskArgumentException if the host cannot check the expected answer
	 * or the authority of the question
	 * @throws InterruptedException if the thread is interrupted
	 */
	Answer requestInput(InputRequest question) throws InterruptedException;

	/**
	 * Asks a person for a value of a type and waits for it. An answer that cannot be read
	 * as this type is refused with the path of the error, and the question stays open. If
	 * the question has no schema and the host has {@link TypeSchemas}, the record shows
	 * the schema of the type.
	 * @param <T> the type of the value
	 * @param question the question
	 * @param type the class of the value, as the codec of the host reads it
	 * @return the value
	 * @throws InterruptedException if the thread is interrupted
	 * @see #requestInput(InputRequest)
	 */
	<T> T requestInput(InputRequest question, Class<T> type) throws InterruptedException;

	/**
	 * Takes the next message that was sent to the task, waiting for it if necessary.
	 * @param timeout the maximum time to wait
	 * @return the message, or empty if none arrived in time
	 * @throws TaskCancelledException if the task is asked to cancel or ends meanwhile
	 * @throws InterruptedException if the thread is interrupted
	 */
	Optional<TaskMessage> receive(Duration timeout) throws InterruptedException;

	/**
	 * Keeps a value for the later attempts of this task, in place of the value that was
	 * kept before. A heartbeat. Has no effect after the end of the task, which drops the
	 * value.
	 * @param value the value, which the codec of the host writes as JSON
	 * @throws InvalidTaskArgumentException if the value has no JSON, or if it is larger
	 * than {@code taskhost.payload.max-size}
	 * @throws StaleAttemptException if the task is at another attempt
	 */
	void checkpoint(Object value);

	/**
	 * Returns the value that this task kept last, in any of its attempts.
	 * @param <T> the type of the value
	 * @param type the class of the value, as the codec of the host reads it
	 * @return the value, or empty if none was kept
	 * @throws InvalidTaskArgumentException if the value cannot be read as this type
	 */
	<T> Optional<T> checkpoint(Class<T> type);

	/**
	 * Runs a step of the work once: a later attempt gets the kept result and does not run
	 * it again. A step that throws has no result and runs again. So does a step whose
	 * attempt ended after the work and before the result was kept: its effects should
	 * bear repetition. The returned value was read from the kept JSON, in the first
	 * attempt too. A heartbeat at its end.
	 * @param <T> the type of the result
	 * @param name the name of the step within its task, which is an id; steps in a loop
	 * need different names
	 * @param type the class of the result, as the codec of the host reads it
	 * @param work the work of the step
	 * @return the result, {@code null} if the work returned it
	 * @throws TaskCancelledException if, before the step began, the task was asked to
	 * cancel, had ended, or was at another attempt
	 * @throws TaskStateException if another thread of the body runs the step, if the task
	 * has 1,000 steps, or if the results of its steps are larger than 2 Mi characters
	 * @throws InvalidTaskArgumentException if the name is not an id, if the result has no
	 * JSON, or if it is larger than {@code taskhost.payload.max-size}
	 * @throws StaleAttemptException if the task is at another attempt when the work has
	 * ended
	 * @throws Exception from the work
	 */
	<T extends @Nullable Object> T step(String name, Class<T> type, Callable<? extends T> work) throws Exception;

	/**
	 * Runs a step without a result once.
	 * @param name the name of the step within its task
	 * @param work the work of the step
	 * @throws Exception from the work
	 * @see #step(String, Class, Callable)
	 */
	default void step(String name, Step work) throws Exception {
		step(name, Object.class, () -> {
			work.run();
			return null;
		});
	}

	/**
	 * Starts a child of this task in the session of this task. A cancellation of this
	 * task reaches the child; the normal end of this task does not (rule R10 of
	 * {@code docs/design.md}).
	 * @param <R> the type of the result
	 * @param registration the description of the child; its parent becomes this task
	 * @param body the work of the child
	 * @return the handle of the child
	 * @see BackgroundTaskOperations#spawnManaged
	 */
	<R extends @Nullable Object> BackgroundTaskHandle<R> spawnChild(BackgroundTaskRegistration registration,
			BackgroundTask<R> body);

	/**
	 * Starts a child of this task of a kind, with the defaults of the kind and a
	 * generated id.
	 * @param <R> the type of the result
	 * @param kind the name of the kind
	 * @param body the work of the child
	 * @return the handle of the child
	 * @see #spawnChild(BackgroundTaskRegistration, BackgroundTask)
	 */
	default <R extends @Nullable Object> BackgroundTaskHandle<R> spawnChild(String kind, BackgroundTask<R> body) {
		return spawnChild(BackgroundTaskRegistration.ofKind(kind).build(), body);
	}

	/**
	 * Starts a child of this task without a result.
	 * @param registration the description of the child; its parent becomes this task
	 * @param body the work of the child
	 * @return the handle of the child, whose result is {@code null}
	 * @see #spawnChild(BackgroundTaskRegistration, BackgroundTask)
	 */
	default BackgroundTaskHandle<@Nullable Void> runChild(BackgroundTaskRegistration registration,
			BackgroundTaskAction body) {
		return spawnChild(registration, new ActionBody(body));
	}

	/**
	 * Starts a child of this task of a kind without a result, with the defaults of the
	 * kind and a generated id.
	 * @param kind the name of the kind
	 * @param body the work of the child
	 * @return the handle of the child, whose result is {@code null}
	 * @see #spawnChild(BackgroundTaskRegistration, BackgroundTask)
	 */
	default BackgroundTaskHandle<@Nullable Void> runChild(String kind, BackgroundTaskAction body) {
		return spawnChild(kind, new ActionBody(body));
	}

	/**
	 * Waits until all tasks have completed, and fails fast.
	 * @param <R> the type of the results
	 * @param handles handles of this host, as a rule those of children of this task
	 * @return their results, in the order of the handles
	 * @throws InterruptedException if the thread is interrupted
	 * @see #awaitAll(Collection, JoinPolicy)
	 */
	default <R extends @Nullable Object> List<R> awaitAll(
			Collection<? extends BackgroundTaskHandle<? extends R>> handles) throws InterruptedException {
		return awaitAll(handles, JoinPolicy.FAIL_FAST);
	}

	/**
	 * Waits for the ends of tasks and returns their results. Waiting for descendants
	 * lends out the slot of this task, and its timeout stands still while one of them
	 * waits for a person. The timeout and the cancellation of this task bound the wait.
	 * @param <R> the type of the results
	 * @param handles handles of this host, as a rule those of children of this task; a
	 * handle may occur more than once
	 * @param policy the behaviour when a task fails or is cancelled
	 * @return their results, in the order of the handles
	 * @throws TaskStateException if a task failed or was cancelled, with its throwable as
	 * the cause, or if {@link BackgroundTaskHandle#result()} throws for another reason;
	 * also if one of them is this task
	 * @throws TaskCancelledException if this task is asked to cancel or ends meanwhile
	 * @throws InvalidTaskArgumentException if a handle is not one of a host
	 * @throws InterruptedException if the thread is interrupted
	 */
	<R extends @Nullable Object> List<R> awaitAll(Collection<? extends BackgroundTaskHandle<? extends R>> handles,
			JoinPolicy policy) throws InterruptedException;

	/**
	 * Reads the results of the tasks that this one waited for, in the order in which
	 * {@code after} named them. In place of a group come its members, in the order of
	 * their registration. Tasks that did not complete, that have no result, or that
	 * retention has removed are left out. Results are read while the stream is consumed,
	 * a thousand members at a time; the stream is for one thread.
	 * @param <T> the type of the results
	 * @param type the type of the results; {@link io.github.taskhost.task.JsonPayload}
	 * fits every result
	 * @return the results; empty for a task that waited for none
	 * @throws TaskStateException while the stream is consumed, if a result was omitted
	 * from its record or does not fit the type
	 * @throws TaskCancelledException if this task was asked to cancel or has ended
	 */
	<T> Stream<T> predecessorResults(Class<T> type);

	/** The work of a step without a result. */
	@FunctionalInterface
	interface Step {

		/**
		 * Runs the work.
		 * @throws Exception if the work fails
		 */
		void run() throws Exception;

	}

	/** A registered action that waits for a cancellation. */
	@FunctionalInterface
	interface CancelRegistration extends AutoCloseable {

		/** Removes the action. Has no effect if the action has run or was removed. */
		@Override
		void close();

	}

}
