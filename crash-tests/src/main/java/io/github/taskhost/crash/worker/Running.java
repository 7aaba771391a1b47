package io.github.taskhost.crash.worker;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * The tasks whose bodies run in this process, and the gate that holds some of them.
 * Thread-safe.
 */
final class Running {

	private final Set<UUID> uids = ConcurrentHashMap.newKeySet();

	private final CountDownLatch gate = new CountDownLatch(1);

	void started(UUID uid) {
		this.uids.add(uid);
	}

	void stopped(UUID uid) {
		this.uids.remove(uid);
	}

	boolean has(UUID uid) {
		return this.uids.contains(uid);
	}

	/** Lets the held bodies of this process go on, and all later ones. */
	void letGo() {
		this.gate.countDown();
	}

	void awaitLetGo() throws InterruptedException {
		this.gate.await();
	}

}
