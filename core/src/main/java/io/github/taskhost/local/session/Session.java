package io.github.taskhost.local.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.SessionCloseReport;
import org.jspecify.annotations.Nullable;

/**
 * The state of a session that has work: the count of its live tasks, its admissions, its
 * close, and its hidden work.
 *
 * <p>
 * <b>Synchronisation.</b> {@code word} holds the number of live tasks, the number of
 * admissions that are under way, and the marks <em>closing</em> and <em>retired</em>. An
 * admission counts itself in by compare-and-set, only while neither mark is set. A close
 * sets its mark and then waits until no admission is under way, so it sees every task
 * that was admitted. The number of live tasks never falls below 0, which would set the
 * marks. {@code closing} is written by the closing thread after the mark is set, and
 * cleared before the mark is.
 */
public final class Session {

	private static final long LIVE = 1L;

	private static final long LIVE_MASK = (1L << 32) - 1;

	private static final long UNDER_WAY = 1L << 32;

	private static final long UNDER_WAY_MASK = ((1L << 28) - 1) << 32;

	private static final long CLOSING = 1L << 61;

	private static final long RETIRED = 1L << 62;

	private static final long ADMISSION_NANOS = 5_000_000_000L;

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

	/** Whether an admission is under way. */
	public static boolean isAdmitting(long word) {
		return (word & UNDER_WAY_MASK) != 0;
	}

	/**
	 * Begins an admission of a number of tasks, unless the word changed since it was
	 * read.
	 */
	public boolean begin(long seen, int tasks) {
		return this.word.compareAndSet(seen, seen + UNDER_WAY + tasks * LIVE);
	}

	/**
	 * Ends an admission and counts the tasks that were not admitted out.
	 * @return whether the session has no live task, admission or mark
	 */
	public boolean end(int notAdmitted) {
		return takeOut(UNDER_WAY, notAdmitted) == 0;
	}

	/** Counts tasks that are no longer live, or were moved, out. */
	public void left(int tasks) {
		takeOut(0, tasks);
	}

	/**
	 * Counts out, but not below 0: a number of live tasks below 0 would set the marks.
	 */
	private long takeOut(long admission, int tasks) {
		while (true) {
			long seen = this.word.get();
			long next = seen - admission - Math.min(live(seen), tasks) * LIVE;
			if (this.word.compareAndSet(seen, next)) {
				return next;
			}
		}
	}

	/**
	 * Corrects the number of live tasks, unless the word changed since it was read.
	 * @return whether it was corrected
	 */
	public boolean correct(long seen, int live) {
		return this.word.compareAndSet(seen, (seen & ~LIVE_MASK) | live);
	}

	/**
	 * Begins a close.
	 * @return the future that the caller completes, or {@code null} if another thread
	 * closes the session or the session is retired
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
				awaitAdmissions(admissionDeadline());
				return mine;
			}
		}
	}

	/** The time until which a thread that begins now waits for admissions. */
	public static long admissionDeadline() {
		return System.nanoTime() + ADMISSION_NANOS;
	}

	/**
	 * Waits until no admission is under way. Admissions are short, since no code of the
	 * application runs inside them; the deadline is for a thread that makes no progress.
	 */
	public void awaitAdmissions(long deadline) {
		while (isAdmitting(this.word.get()) && System.nanoTime() - deadline < 0) {
			LockSupport.parkNanos(20_000);
		}
	}

	/** The close that is under way, or {@code null}. */
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

	/**
	 * Retires a session that has no work. A thread that finds a retired session takes a
	 * new one instead.
	 */
	boolean retire() {
		return this.hidden.isIdle() && this.word.compareAndSet(0, RETIRED);
	}

}
