package io.github.taskhost.local.task;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.message.TaskMessagePart;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the memory of the output and the messages of all tasks. Past the limit, the
 * reports of ended tasks are dropped, those that ended first before the others; after
 * that, each reporting task drops its own oldest lines and messages.
 *
 * <p>
 * <b>Synchronisation.</b> {@code lock} guards the queue of the reports of ended tasks,
 * which is linked through the reports. Any of them can leave it in constant time, so none
 * waits for those before it, and the queue is bounded by the retained records.
 */
public final class ReportBudget {

	/** The size of a line or a message besides its text, in bytes. */
	static final int OVERHEAD = 64;

	private final AtomicLong used = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	private final long limit;

	private @Nullable TaskReports first;

	private @Nullable TaskReports last;

	ReportBudget(long limit) {
		this.limit = limit;
	}

	void add(long size) {
		long now = this.used.addAndGet(size);
		while (size > 0 && now > this.limit && clearOldest()) {
			now = this.used.get();
		}
	}

	private boolean clearOldest() {
		TaskReports oldest = poll();
		if (oldest == null) {
			return false;
		}
		oldest.clear();
		return true;
	}

	private @Nullable TaskReports poll() {
		this.lock.lock();
		try {
			TaskReports oldest = this.first;
			if (oldest != null) {
				unlink(oldest);
			}
			return oldest;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isExceeded() {
		return this.used.get() > this.limit;
	}

	/** Notes that a task has ended, so that its reports may be dropped. */
	void ended(TaskReports reports) {
		this.lock.lock();
		try {
			if (!isQueued(reports)) {
				link(reports);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Drops the reports of a task whose record was removed. */
	void removed(TaskReports reports) {
		this.lock.lock();
		try {
			if (isQueued(reports)) {
				unlink(reports);
			}
		}
		finally {
			this.lock.unlock();
		}
		reports.clear();
	}

	private boolean isQueued(TaskReports reports) {
		return reports.previous != null || this.first == reports;
	}

	private void link(TaskReports reports) {
		TaskReports before = this.last;
		reports.previous = before;
		this.last = reports;
		if (before != null) {
			before.next = reports;
		}
		else {
			this.first = reports;
		}
	}

	private void unlink(TaskReports reports) {
		TaskReports before = reports.previous;
		TaskReports behind = reports.next;
		if (before != null) {
			before.next = behind;
		}
		else {
			this.first = behind;
		}
		if (behind != null) {
			behind.previous = before;
		}
		else {
			this.last = before;
		}
		reports.previous = null;
		reports.next = null;
	}

	/** The size of the parts of a message, in bytes. */
	public static long sizeOf(List<TaskMessagePart> parts) {
		return parts.stream().mapToLong((part) -> 2L * switch (part) {
			case TaskMessagePart.Text text -> text.text().length();
			case TaskMessagePart.Data data -> data.json().text().length();
		}).sum();
	}

}
