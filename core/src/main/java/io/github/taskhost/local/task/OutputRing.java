package io.github.taskhost.local.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjLongConsumer;

import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.local.time.Nanos;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.message.TaskOutputPage;

/**
 * The newest lines of the output of a task.
 *
 * <p>
 * <b>Synchronisation.</b> All fields are guarded by {@code lock}, which is held for
 * memory operations only. {@code changed} is signalled after new lines and after the end.
 */
public final class OutputRing {

	private static final int MAX_LINE = 4096;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Deque<TaskOutputLine> lines = new ArrayDeque<>();

	private final ReportOptions limits;

	private final ReportBudget budget;

	private final ObjLongConsumer<TaskOutputLine> added;

	private long written;

	private long size;

	/** The position of the last line that was dropped. */
	private long dropped;

	private boolean ended;

	/**
	 * Creates an empty ring.
	 * @param added receives new lines in their order, with the position of the last line
	 * that was dropped, under the lock
	 */
	OutputRing(ReportOptions limits, ReportBudget budget, ObjLongConsumer<TaskOutputLine> added) {
		this.limits = limits;
		this.budget = budget;
		this.added = added;
	}

	public void append(String stream, String text, Instant now) {
		this.lock.lock();
		try {
			if (!this.ended) {
				text.lines().forEach((line) -> appendPieces(stream, line, now));
				this.changed.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Restores a line from the journal. */
	void restore(TaskOutputLine line) {
		this.lock.lock();
		try {
			this.written = line.position();
			add(line);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void appendPieces(String stream, String line, Instant now) {
		int start = 0;
		do {
			int end = endOfPiece(line, start);
			TaskOutputLine piece = new TaskOutputLine(++this.written, stream, line.substring(start, end), now);
			add(piece);
			this.added.accept(piece, this.dropped);
			start = end;
		}
		while (start < line.length());
	}

	/** Does not split a surrogate pair. */
	private static int endOfPiece(String line, int start) {
		int end = Math.min(line.length(), start + MAX_LINE);
		return (end < line.length() && Character.isHighSurrogate(line.charAt(end - 1))) ? end - 1 : end;
	}

	private void add(TaskOutputLine line) {
		this.lines.addLast(line);
		this.size += sizeOf(line);
		this.budget.add(costOf(line));
		while (this.lines.size() > this.limits.outputLines() || this.size > this.limits.outputSize()
				|| !this.lines.isEmpty() && this.budget.isExceeded()) {
			dropOldest();
		}
	}

	private void dropOldest() {
		TaskOutputLine oldest = this.lines.removeFirst();
		this.dropped = oldest.position();
		this.size -= sizeOf(oldest);
		this.budget.add(-costOf(oldest));
	}

	private static long sizeOf(TaskOutputLine line) {
		return 2L * line.text().length();
	}

	private static long costOf(TaskOutputLine line) {
		return sizeOf(line) + ReportBudget.OVERHEAD;
	}

	/** Drops all lines, because the budget needs the room or the record was removed. */
	void clear() {
		this.lock.lock();
		try {
			while (!this.lines.isEmpty()) {
				dropOldest();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Refuses further lines and wakes waiting readers. */
	void end() {
		this.lock.lock();
		try {
			this.ended = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	public TaskOutputPage page(long after, int limit) {
		this.lock.lock();
		try {
			return pageHeld(after, limit);
		}
		finally {
			this.lock.unlock();
		}
	}

	public TaskOutputPage await(long after, int limit, Duration timeout) throws InterruptedException {
		long left = Nanos.of(timeout);
		this.lock.lockInterruptibly();
		try {
			while (this.written <= after && !this.ended && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			return pageHeld(after, limit);
		}
		finally {
			this.lock.unlock();
		}
	}

	private TaskOutputPage pageHeld(long after, int limit) {
		long gone = this.written - this.lines.size();
		long from = Math.max(after, gone);
		List<TaskOutputLine> page = this.lines.stream().skip(from - gone).limit(limit).toList();
		long next = Math.min(from, Math.max(after, this.written)) + page.size();
		return new TaskOutputPage(page, next, Math.max(0, gone - after), this.ended && next >= this.written);
	}

	/** The newest lines. */
	public List<TaskOutputLine> tail(int limit) {
		this.lock.lock();
		try {
			return new ArrayList<>(this.lines).subList(Math.max(0, this.lines.size() - limit), this.lines.size());
		}
		finally {
			this.lock.unlock();
		}
	}

}
