package io.github.taskhost.sample.checksums;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Blocks the parts of checksums in given sessions, and records whether bodies run on
 * virtual threads.
 */
final class HeldParts implements BackgroundTaskInterceptor {

	private final Map<String, Semaphore> held = new ConcurrentHashMap<>();

	private final Map<String, Boolean> virtual = new ConcurrentHashMap<>();

	void hold(String session) {
		this.held.put(session, new Semaphore(0));
	}

	void release(String session) {
		this.held.get(session).release(ChecksumInput.MAX_PARTS);
	}

	void releaseOne(String session) {
		this.held.get(session).release();
	}

	boolean wasVirtual(String kind) {
		return this.virtual.get(kind);
	}

	@Override
	public @Nullable Object intercept(BackgroundTaskContext context, Invocation next) throws Exception {
		String kind = context.record().kind();
		this.virtual.put(kind, Thread.currentThread().isVirtual());
		Semaphore permits = this.held.get(context.sessionId());
		if (permits != null && kind.equals(Checksums.PART)) {
			permits.acquire();
		}
		return next.proceed();
	}

}
