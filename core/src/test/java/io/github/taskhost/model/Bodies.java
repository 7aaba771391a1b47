package io.github.taskhost.model;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

import io.github.taskhost.BackgroundTask;

/** Bodies that wait until the sequence makes them return or throw, at each attempt. */
final class Bodies {

	private final Map<String, CompletableFuture<String>> waiting = new ConcurrentHashMap<>();

	BackgroundTask<String> body() {
		return (context) -> {
			try {
				return outcome(context.uid(), context.attempt()).get();
			}
			catch (ExecutionException ex) {
				throw (ex.getCause() instanceof Exception cause) ? cause : ex;
			}
		};
	}

	private CompletableFuture<String> outcome(UUID uid, int attempt) {
		return this.waiting.computeIfAbsent(uid + " " + attempt, (key) -> new CompletableFuture<>());
	}

	void returns(ModelTask task) {
		outcome(task.uid, task.attempt).complete("done");
	}

	void throwing(ModelTask task, Exception thrown) {
		outcome(task.uid, task.attempt).completeExceptionally(thrown);
	}

}
