package io.github.taskhost.local.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.error.HiddenTaskException;
import org.jspecify.annotations.Nullable;

/**
 * The hidden work of one session. Work that overlaps forms a round, which ends when no
 * work is left; all waits for the round get its failures. Failures of a round without a
 * wait are kept for the next wait, unless {@link HiddenFailures} has them forgotten. All
 * fields are guarded by {@code lock}.
 */
public final class HiddenWork {

	private final ReentrantLock lock = new ReentrantLock();

	private final int maxFailures;

	private final Map<Thread, String> running = new LinkedHashMap<>();

	/** The running work that the host interrupted; most sessions have none. */
	private Set<Thread> interrupted = Set.of();

	private List<Throwable> failures = new ArrayList<>();

	private long failed;

	private @Nullable CompletableFuture<@Nullable HiddenTaskException> round;

	private final String sessionId;

	private final HiddenFailures all;

	public HiddenWork(String sessionId, int maxFailures, HiddenFailures all) {
		this.sessionId = sessionId;
		this.maxFailures = maxFailures;
		this.all = all;
	}

	String sessionId() {
		return this.sessionId;
	}

	public void begin(Thread thread, String label) {
		this.lock.lock();
		try {
			this.running.put(thread, label);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Removes work that has ended; the round ends with the last. */
	public void end(Thread thread, @Nullable Throwable failure) {
		CompletableFuture<@Nullable HiddenTaskException> over = null;
		HiddenTaskException told = null;
		this.lock.lock();
		try {
			this.running.remove(thread);
			addFailure(failure);
			if (this.running.isEmpty()) {
				this.interrupted = Set.of();
			}
			if (this.running.isEmpty() && this.round != null) {
				over = this.round;
				told = takeFailures();
				this.round = null;
			}
		}
		finally {
			this.lock.unlock();
		}
		if (over != null) {
			over.complete(told);
		}
	}

	private void addFailure(@Nullable Throwable failure) {
		if (failure != null) {
			this.failed++;
			if (this.failures.size() < this.maxFailures) {
				this.failures.add(failure);
				this.all.kept(this);
			}
		}
	}

	private @Nullable HiddenTaskException takeFailures() {
		if (this.failures.isEmpty()) {
			return null;
		}
		HiddenTaskException exception = new HiddenTaskException(
				this.failed + " hidden task(s) of session '" + this.sessionId + "' failed", this.failures.get(0));
		this.failures.stream().skip(1).forEach(exception::addSuppressed);
		this.all.taken(this, this.failures.size());
		this.failures = new ArrayList<>();
		this.failed = 0;
		return exception;
	}

	/** Forgets the kept failures. */
	public void forgetFailures() {
		this.lock.lock();
		try {
			takeFailures();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The end of the present round; completed if no work runs. */
	public CompletableFuture<@Nullable HiddenTaskException> roundEnd() {
		this.lock.lock();
		try {
			if (this.running.isEmpty()) {
				return CompletableFuture.completedFuture(takeFailures());
			}
			if (this.round == null) {
				this.round = new CompletableFuture<>();
			}
			return this.round;
		}
		finally {
			this.lock.unlock();
		}
	}

	public boolean runsOn(Thread thread) {
		this.lock.lock();
		try {
			return this.running.containsKey(thread);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Interrupts the running work; returns its labels. */
	public List<String> interrupt() {
		this.lock.lock();
		try {
			this.running.keySet().forEach(Thread::interrupt);
			this.interrupted = Set.copyOf(this.running.keySet());
			return List.copyOf(this.running.values());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether the host interrupted running work. */
	public boolean isInterrupted(Thread thread) {
		this.lock.lock();
		try {
			return this.interrupted.contains(thread);
		}
		finally {
			this.lock.unlock();
		}
	}

	public List<Thread> threads() {
		this.lock.lock();
		try {
			return List.copyOf(this.running.keySet());
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isIdle() {
		this.lock.lock();
		try {
			return this.running.isEmpty() && this.failures.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

}
