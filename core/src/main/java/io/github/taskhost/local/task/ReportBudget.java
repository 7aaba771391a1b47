package io.github.taskhost.local.task;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.github.taskhost.message.TaskMessagePart;

/**
 * What the output and the messages of all tasks take together. When it is too much, those
 * of tasks that ended first go first; after that, who reports gives up its own oldest.
 */
public final class ReportBudget {

	/** What a line or a message takes beside its text. */
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

	/** The task has ended, and so may have to give its reports up. */
	void ended(LocalTask task) {
		this.ended.add(task);
	}

	/** The record is gone, and with it the reports. */
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
