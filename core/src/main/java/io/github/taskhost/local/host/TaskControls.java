package io.github.taskhost.local.host;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.local.commit.Cancellations;
import io.github.taskhost.local.handle.TaskControl;
import io.github.taskhost.local.question.Mailboxes;
import io.github.taskhost.local.question.Replies;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.OutputRing;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.task.TaskReports;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.local.time.Nanos;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.message.TaskOutputPage;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Implements the operations of handles.
 */
public final class TaskControls implements TaskControl {

	/** The pause between two reads of output that another host writes. */
	private static final long OUTPUT_NANOS = 500_000_000;

	private final Waits waits;

	private final Cancellations cancellations;

	private final Reattachments reattachments;

	private final Mailboxes mailboxes;

	private final Replies replies;

	private final ReportKeeper reports;

	private final HostThreads threads;

	private final PayloadCodec codec;

	public TaskControls(Waits waits, Cancellations cancellations, Reattachments reattachments, Mailboxes mailboxes,
			Replies replies, ReportKeeper reports, HostThreads threads, PayloadCodec codec) {
		this.waits = waits;
		this.cancellations = cancellations;
		this.reattachments = reattachments;
		this.mailboxes = mailboxes;
		this.replies = replies;
		this.reports = reports;
		this.threads = threads;
		this.codec = codec;
	}

	@Override
	public BackgroundTaskRecord await(LocalTask task, Duration timeout) throws InterruptedException {
		return this.waits.await(task, timeout);
	}

	@Override
	public BackgroundTaskRecord cancel(LocalTask task, @Nullable String reason) {
		return this.cancellations.request(task, reason).after();
	}

	@Override
	public BackgroundTaskRecord cancelNow(LocalTask task, @Nullable String reason) {
		return this.cancellations.now(task, reason).after();
	}

	@Override
	public BackgroundTaskRecord reattach(LocalTask task) {
		return this.reattachments.reattach(task);
	}

	@Override
	public TaskMessageReceipt send(LocalTask task, List<TaskMessagePart> parts) {
		return this.mailboxes.send(task, parts);
	}

	@Override
	public TaskMessageReceipt answer(LocalTask task, String key, int number, Object value) {
		return this.replies.answer(task, key, number, value);
	}

	@Override
	public TaskMessageReceipt decline(LocalTask task, String key, int number, @Nullable String reason) {
		return this.replies.decline(task, key, number, reason);
	}

	@Override
	public TaskReports reports(LocalTask task) {
		return this.reports.of(task);
	}

	/**
	 * The output of a task of another host is read again until it has a line, at most
	 * every 500 ms.
	 */
	@Override
	public TaskOutputPage awaitOutput(LocalTask task, long after, int limit, Duration timeout)
			throws InterruptedException {
		long end = System.nanoTime() + Nanos.of(timeout);
		while (true) {
			LocalTask now = this.waits.present(task);
			long left = Math.max(0, end - System.nanoTime());
			OutputRing output = this.reports.of(now).output();
			if (!this.waits.isElsewhere(now)) {
				return output.await(after, limit, Duration.ofNanos(left));
			}
			TaskOutputPage page = output.page(after, limit);
			if (!page.lines().isEmpty() || page.ended() || left == 0) {
				return page;
			}
			TimeUnit.NANOSECONDS.sleep(Math.min(left, OUTPUT_NANOS));
		}
	}

	@Override
	public LocalTask present(LocalTask task) {
		return this.waits.present(task);
	}

	@Override
	public CompletionStage<BackgroundTaskRecord> completion(LocalTask task) {
		return this.waits.end(task).thenApplyAsync((record) -> record, this.threads).minimalCompletionStage();
	}

	@Override
	public PayloadCodec codec() {
		return this.codec;
	}

}
