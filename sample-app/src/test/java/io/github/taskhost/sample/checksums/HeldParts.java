package io.github.taskhost.sample.checksums;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Blocks the parts of checksums in given sessions, and records whether bodies run on
 * virtual threads.
 */
final class HeldParts implements BackgroundTaskInterceptor {

	private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

	private final Map<String, Boolean> virtual = new ConcurrentHashMap<>();

	void hold(String session) {
		this.held.put(session, new CountDownLatch(1));
	}

	void release(String session) {
		this.held.get(session).countDown();
	}

	boolean wasVirtual(String kind) {
		return this.virtual.get(kind);
	}

	@Override
	public @Nullable Object intercept(BackgroundTaskContext context, Invocation next) throws Exception {
		String kind = context.record().kind();
		this.virtual.put(kind, Thread.currentThread().isVirtual());
		CountDownLatch latch = this.held.get(context.sessionId());
		if (latch != null && kind.equals(Checksums.PART)) {
			latch.await();
		}
		return next.proceed();
	}

}
