package io.github.taskhost.local.task;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.github.taskhost.message.TaskMessagePart;

/**
 * Bounds the memory of the output and the messages of all tasks. Past the limit, the
 * reports of ended tasks are dropped, those that ended first before the others; after
 * that, each reporting task drops its own oldest lines and messages.
 */
public final class ReportBudget {

	/** The size of a line or a message besides its text, in bytes. */
	static final int OVERHEAD = 64;

	private final AtomicLong used = new AtomicLong();

	private final Queue<LocalTask> ended = new ConcurrentLinkedQueue<>();

	private final long limit;

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
		LocalTask oldest = this.ended.poll();
		if (oldest == null) {
			return false;
		}
		oldest.clearReports();
		return true;
	}

	boolean isExceeded() {
		return this.used.get() > this.limit;
	}

	/** Notes that a task has ended, so that its reports may be dropped. */
	void ended(LocalTask task) {
		this.ended.add(task);
	}

	/** Drops the reports of a task whose record was removed. */
	void removed(LocalTask task) {
		task.clearReports();
		for (LocalTask oldest = this.ended.peek(); oldest != null && oldest.isRemoved(); oldest = this.ended.peek()) {
			this.ended.remove(oldest);
		}
	}

	/** The size of the parts of a message, in bytes. */
	public static long sizeOf(List<TaskMessagePart> parts) {
		return parts.stream().mapToLong((part) -> 2L * switch (part) {
			case TaskMessagePart.Text text -> text.text().length();
			case TaskMessagePart.Data data -> data.json().text().length();
		}).sum();
	}

}
