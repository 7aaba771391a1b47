package io.github.taskhost.sample;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * Waits for states of tasks, woken by events.
 */
public final class States {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private States() {
	}

	/**
	 * Waits for a state.
	 * @param host the host
	 * @param started the response to the request that started the task
	 * @param state the state
	 * @return the record in that state
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static BackgroundTaskRecord await(BackgroundTaskHost host, Answer started, BackgroundTaskState state)
			throws InterruptedException {
		return await(host, uid(started), (record) -> record.state() == state);
	}

	/**
	 * Waits for a state.
	 * @param host the host
	 * @param task the task
	 * @param state the state
	 * @return the record in that state
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static BackgroundTaskRecord await(BackgroundTaskHost host, BackgroundTaskRecord task,
			BackgroundTaskState state) throws InterruptedException {
		return await(host, task.uid(), (record) -> record.state() == state);
	}

	/**
	 * Waits until a record matches a condition.
	 * @param host the host
	 * @param uid the task
	 * @param condition the condition
	 * @return the record in that state
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static BackgroundTaskRecord await(BackgroundTaskHost host, UUID uid,
			Predicate<BackgroundTaskRecord> condition) throws InterruptedException {
		try (BackgroundTaskSubscription changes = host.subscribe(BackgroundTaskFilter.all())) {
			BackgroundTaskRecord record = host.find(uid).orElseThrow();
			while (!condition.test(record)) {
				changes.next(TIMEOUT).orElseThrow();
				record = host.find(uid).orElseThrow();
			}
			return record;
		}
	}

	/**
	 * Returns the uid of a task.
	 * @param started the response to the request that started it
	 * @return the uid
	 */
	public static UUID uid(Answer started) {
		return UUID.fromString(started.json().get("uid").asString());
	}

}
