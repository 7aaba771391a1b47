package io.github.taskhost.console;

import java.util.UUID;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskContext;
import org.jspecify.annotations.Nullable;

/**
 * A task of a real host, with the latch that its body waits for. Reported work has no body.
 */
final class HostTask {

	final String session;

	final String id;

	final CountDownLatch end = new CountDownLatch(1);

	volatile @Nullable UUID uid;

	volatile @Nullable String failure;

	volatile @Nullable BackgroundTaskContext context;

	final boolean body;

	HostTask(String session, String id, boolean body) {
		this.session = session;
		this.id = id;
		this.body = body;
	}

	/** Waits for the end that a scenario decides. */
	void awaitEnd() throws InterruptedException {
		this.end.await();
		if (this.failure != null) {
			throw new IllegalStateException(this.failure);
		}
	}

}
