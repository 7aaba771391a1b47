package io.github.taskhost.local.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.SessionCloseReport;
import org.jspecify.annotations.Nullable;

/**
 * What the host keeps for a session that has work: how much, whether more may come, and
 * its hidden work.
 *
 * <p>
 * <b>Synchronisation.</b> One word holds the number of live tasks, the number of
 * admissions that are under way, and the two marks <em>closing</em> and <em>retired</em>.
 * An admission counts itself in only while neither mark is set; a close sets its mark and
 * then waits until no admission is under way, so it sees every task that got in.
 */
public final class Session {

	private static final long LIVE = 1L;

	private static final long LIVE_MASK = (1L << 32) - 1;

	private static final long UNDER_WAY = 1L << 32;

	private static final long UNDER_WAY_MASK = ((1L << 28) - 1) << 32;

	private static final long CLOSING = 1L << 61;

	private static final long RETIRED = 1L << 62;

	private final AtomicLong word = new AtomicLong();

	private final String id;

	private final HiddenWork hidden;

	private volatile @Nullable CompletableFuture<SessionCloseReport> closing;

	public Session(String id, HiddenWork hidden) {
		this.id = id;
		this.hidden = hidden;
	}

	public String id() {
		return this.id;
	}

	public HiddenWork hidden() {
		return this.hidden;
	}

	public long word() {
		return this.word.get();
	}

	public static boolean isClosing(long word) {
		return (word & CLOSING) != 0;
	}

	public static boolean isRetired(long word) {
		return (word & RETIRED) != 0;
	}

	public static int live(long word) {
		return (int) (word & LIVE_MASK);
	}

	/**
	 * Begins an admission of so many tasks, if nothing changed since the word was read.
	 */
	public boolean begin(long seen, int tasks) {
		return this.word.compareAndSet(seen, seen + UNDER_WAY + tasks * LIVE);
	}

	/**
	 * Ends an admission; those that were not admitted are not counted.
	 * @return whether nothing is left
	 */
	public boolean end(int notAdmitted) {
		return this.word.addAndGet(-UNDER_WAY - notAdmitted * LIVE) == 0;
	}

	public void left(int tasks) {
		this.word.addAndGet(-tasks * LIVE);
	}

	/**
	 * Begins a close.
	 * @return the future that the caller completes, or {@code null} when another closes
	 */
	public @Nullable CompletableFuture<SessionCloseReport> beginClose() {
		CompletableFuture<SessionCloseReport> mine = new CompletableFuture<>();
		while (true) {
			long seen = this.word.get();
			if (isClosing(seen) || isRetired(seen)) {
				return null;
			}
			if (this.word.compareAndSet(seen, seen | CLOSING)) {
				this.closing = mine;
				awaitAdmissions();
				return mine;
			}
		}
	}

	/** Waits for the admissions that are under way: they are short. */
	public void awaitAdmissions() {
		while ((this.word.get() & UNDER_WAY_MASK) != 0) {
			LockSupport.parkNanos(20_000);
		}
	}

	/** The close that is under way, if the word shows one. */
	public @Nullable CompletableFuture<SessionCloseReport> closing() {
		while (isClosing(this.word.get()) && this.closing == null) {
			Thread.onSpinWait();
		}
		return this.closing;
	}

	public void endClose() {
		this.closing = null;
		this.word.getAndUpdate((now) -> now & ~CLOSING);
	}

	/** Retires a session that has no work: whoever sees that takes a new one. */
	boolean retire() {
		return this.hidden.isIdle() && this.word.compareAndSet(0, RETIRED);
	}

}
