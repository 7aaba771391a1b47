package io.github.taskhost.local.handle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.local.question.MessageChecks;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.OutputRing;
import io.github.taskhost.local.task.TaskReports;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessagePage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.message.TaskOutputPage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a task. The handle that a spawn returned also holds the value or the
 * throwable of the body, set before the end of the task is committed.
 */
public class LocalHandle<R extends @Nullable Object> implements BackgroundTaskHandle<R> {

	private final TaskControl control;

	private final LocalTask task;

	private volatile @Nullable Returned<R> returned;

	private volatile @Nullable Throwable failure;

	public LocalHandle(TaskControl control, LocalTask task) {
		this.control = control;
		this.task = task;
	}

	/** The task. */
	public final LocalTask task() {
		return this.task;
	}

	/** The operations of the handle. */
	final TaskControl control() {
		return this.control;
	}

	/** Keeps the value of the body. */
	public final void returned(R value) {
		this.returned = new Returned<>(value);
	}

	/** Forgets the throwable before the next attempt. */
	public final void goesOn() {
		this.failure = null;
	}

	/** Keeps the throwable of the body. */
	public final void threw(Throwable thrown) {
		this.failure = thrown;
	}

	@Override
	public String id() {
		return this.task.record().id();
	}

	@Override
	public UUID uid() {
		return this.task.uid();
	}

	@Override
	public BackgroundTaskRecord record() {
		return present().record();
	}

	/** The present form of the task, which another host may have. */
	private LocalTask present() {
		return this.control.present(this.task);
	}

	@Override
	public BackgroundTaskRecord await(Duration timeout) throws InterruptedException {
		return this.control.await(this.task, timeout);
	}

	@Override
	public R result() {
		requireCompleted();
		Returned<R> value = this.returned;
		if (value == null) {
			throw Results.notHere(record());
		}
		return value.value();
	}

	@Override
	public <T> T result(Class<T> type) {
		requireCompleted();
		Returned<R> value = this.returned;
		Class<T> boxed = Boxed.of(type);
		if (value != null && boxed.isInstance(value.value())) {
			return boxed.cast(value.value());
		}
		return Results.decoded(record(), type, this.control.codec());
	}

	private void requireCompleted() {
		if (record().state() != BackgroundTaskState.COMPLETED) {
			throw noResult();
		}
	}

	/** The exception for the result of a task that did not complete. */
	public final TaskStateException noResult() {
		return Results.none(present(), failure().orElse(null));
	}

	@Override
	public Optional<Throwable> failure() {
		return record().state().isTerminal() ? Optional.ofNullable(this.failure) : Optional.empty();
	}

	@Override
	public BackgroundTaskRecord cancel(@Nullable String reason) {
		return this.control.cancel(present(), reason);
	}

	@Override
	public BackgroundTaskRecord cancelNow(@Nullable String reason) {
		return this.control.cancelNow(present(), reason);
	}

	@Override
	public BackgroundTaskRecord reattach() {
		return this.control.reattach(present());
	}

	@Override
	public TaskMessageReceipt send(List<TaskMessagePart> parts) {
		return this.control.send(present(), parts);
	}

	@Override
	public TaskMessagePage messages(@Nullable String after, int limit) {
		MessageChecks.requireValidPage(after, limit);
		return this.control.reports(present()).mailbox().page(after, limit);
	}

	@Override
	public TaskMessageReceipt answer(String key, Object value) {
		return this.control.answer(present(), key, 0, value);
	}

	@Override
	public TaskMessageReceipt answer(String key, int number, Object value) {
		return this.control.answer(present(), key, valid(number), value);
	}

	@Override
	public TaskMessageReceipt decline(String key, @Nullable String reason) {
		return this.control.decline(present(), key, 0, reason);
	}

	@Override
	public TaskMessageReceipt decline(String key, int number, @Nullable String reason) {
		return this.control.decline(present(), key, valid(number), reason);
	}

	private static int valid(int number) {
		if (number < 1) {
			throw new InvalidTaskArgumentException("The number " + number
					+ " is not that of a question. Use the number of the open question, which is at least 1.");
		}
		return number;
	}

	@Override
	public List<Answer> answers() {
		TaskReports reports = present().reports();
		return (reports != null) ? reports.mailbox().answers() : List.of();
	}

	private OutputRing output() {
		return this.control.reports(present()).output();
	}

	@Override
	public TaskOutputPage output(long after, int limit) {
		MessageChecks.requireValidPosition(after);
		MessageChecks.requireValidLimit(limit);
		return output().page(after, limit);
	}

	@Override
	public TaskOutputPage awaitOutput(long after, int limit, Duration timeout) throws InterruptedException {
		MessageChecks.requireValidPosition(after);
		MessageChecks.requireValidLimit(limit);
		return this.control.awaitOutput(this.task, after, limit, timeout);
	}

	@Override
	public CompletionStage<BackgroundTaskRecord> completion() {
		return this.control.completion(present());
	}

	private record Returned<R extends @Nullable Object>(R value) {
	}

}
