package io.github.taskhost.model;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;

/** Bodies that wait until the sequence makes them return or throw. */
final class Bodies {

	private final Map<UUID, CompletableFuture<String>> waiting = new HashMap<>();

	private CompletableFuture<String> next = new CompletableFuture<>();

	BackgroundTask<String> body() {
		CompletableFuture<String> mine = new CompletableFuture<>();
		this.next = mine;
		return (context) -> {
			try {
				return mine.get();
			}
			catch (ExecutionException ex) {
				throw (ex.getCause() instanceof Exception cause) ? cause : ex;
			}
		};
	}

	/** Assigns the newest body to its task. */
	void belongsTo(BackgroundTaskHandle<String> task) {
		this.waiting.put(task.uid(), this.next);
	}

	void returns(UUID uid) {
		this.waiting.remove(uid).complete("done");
	}

	void throwing(UUID uid, Exception thrown) {
		this.waiting.remove(uid).completeExceptionally(thrown);
	}

}
