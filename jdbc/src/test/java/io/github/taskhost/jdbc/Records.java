package io.github.taskhost.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalChange.Accepted;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.spi.JournalChange.Changed;
import io.github.taskhost.spi.JournalChange.Removed;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.ParentFailurePolicy;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskAttempt;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.task.TaskResult;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.task.WakePolicy;

/**
 * Records and changes for tests.
 */
public final class Records {

	static final Instant START = Instant.parse("2026-11-20T10:00:00.123456789Z");

	private static final AtomicLong NUMBER = new AtomicLong();

	private Records() {
	}

	static UUID uid() {
		return new UUID(0x0190_0000_0000_7000L + NUMBER.incrementAndGet(), 0x8000_0000_0000_0000L);
	}

	public static BackgroundTaskRecord small(String session) {
		return of(session, BackgroundTaskRegistration.ofKind("import").build());
	}

	static BackgroundTaskRecord named(String session, String id) {
		return of(session, BackgroundTaskRegistration.ofKind("import").id(id).build());
	}

	static BackgroundTaskRecord keyed(String session, String key, IdempotencyPolicy policy) {
		return of(session, BackgroundTaskRegistration.ofKind("import").idempotencyKey(key, policy).build());
	}

	static BackgroundTaskRecord of(String session, BackgroundTaskRegistration registration) {
		return BackgroundTaskRecord.builder(uid(), session, registration, START)
			.version(1)
			.eventSequence(1)
			.updatedAt(START)
			.build();
	}

	static BackgroundTaskRecord full(String session) {
		BackgroundTaskRegistration registration = BackgroundTaskRegistration.ofKind("import")
			.id("import:orders")
			.displayName("Orders import")
			.producer("orders")
			.parentTaskId("parent-1")
			.cancelPolicy(CancelPolicy.ABORT_LOCAL)
			.closePolicy(ClosePolicy.TRANSFER)
			.timeout(Duration.ofMinutes(30))
			.maxAttempts(3)
			.retry(TaskRetryPolicy.ofMaxAttempts(4).withJitter(0.1).withRetryOn(java.io.IOException.class))
			.startAfter(Duration.ofSeconds(9))
			.startAfterCommit(false)
			.after("import:customers")
			.afterAnyEnd("clean-up")
			.onParentFailure(ParentFailurePolicy.KEEP)
			.idempotencyKey("key-1", IdempotencyPolicy.UNTIL_SUCCESS)
			.input(new JsonPayload("{ \"file\": \"orders.csv\\u0000\", \"rows\": [1.10, 1e400] }"))
			.wakePolicy(WakePolicy.ON_TERMINAL)
			.links(new TaskLinks("child-session", "remote-7", List.of("table:orders")))
			.build();
		return BackgroundTaskRecord.builder(uid(), session, registration, START)
			.version(17)
			.schemaVersion(3)
			.eventSequence(12)
			.mode(TaskMode.REGISTERED)
			.parentUid(uid())
			.predecessors(List.of(uid(), uid()))
			.held(true)
			.state(BackgroundTaskState.CANCEL_REQUESTED)
			.stateSince(after(1))
			.attempt(2)
			.workerId("worker-1")
			.startedAt(after(2))
			.updatedAt(after(3))
			.status("halfway")
			.progress(Progress.of(5, 10, "batches"))
			.summary("12,431 orders \u00e9 \ud83d\ude00")
			.result(TaskResult.of(new JsonPayload("{ \"rows\" : 12431 }")))
			.failure(new TaskFailure(FailureKind.HEARTBEAT_LOST, "java.io.IOException", "no answer"))
			.inputRequest(new InputRequest("publish", "Publish?", new JsonPayload("{ \"type\": \"string\" }"), after(5),
					"editor", 2))
			.questions(3)
			.cancelRequestedAt(after(6))
			.cancelReason("no longer needed")
			.cancelledBy("jane")
			.abandoned(true)
			.runTime(Duration.ofMillis(1234))
			.heartbeatAt(after(7))
			.nextAttemptAt(after(8))
			.attemptStartedAt(after(9))
			.earlierAttempts(List.of(new TaskAttempt(1, "worker-0", START, after(1),
					new TaskFailure(FailureKind.EXCEPTION, "java.io.IOException", "secret"))))
			.artifacts(List.of(new TaskArtifact("report", "text/csv", "/tmp/report.csv", "https://example.org/r")))
			.build();
	}

	static Instant after(long seconds) {
		return START.plusSeconds(seconds);
	}

	public static BackgroundTaskRecord next(BackgroundTaskRecord record,
			UnaryOperator<BackgroundTaskRecord.Builder> change) {
		return change.apply(record.toBuilder().version(record.version() + 1).eventSequence(record.eventSequence() + 1))
			.build();
	}

	static BackgroundTaskRecord running(BackgroundTaskRecord record, String worker) {
		return next(record,
				(builder) -> builder.state(BackgroundTaskState.RUNNING).workerId(worker).startedAt(after(1)));
	}

	public static BackgroundTaskRecord ended(BackgroundTaskRecord record, BackgroundTaskState state) {
		return next(record, (builder) -> builder.state(state).finishedAt(after(60)));
	}

	public static Accepted accept(BackgroundTaskRecord record) {
		return new Accepted(record, holdsKey(record), List.of(new BackgroundTaskEvent.Registered(record, 1, START)));
	}

	private static boolean holdsKey(BackgroundTaskRecord record) {
		return record.idempotencyKey() != null && NamingRules.holdsItsKey(record);
	}

	public static Changed change(BackgroundTaskRecord before, BackgroundTaskRecord after, long revision) {
		return change(before, after, revision, Additions.NONE);
	}

	static Changed change(BackgroundTaskRecord before, BackgroundTaskRecord after, long revision, Additions additions) {
		return new Changed(before, after, revision, holdsKey(after),
				List.of(new BackgroundTaskEvent.StateChanged(after, after.eventSequence(), START, before.state())),
				additions);
	}

	static Removed remove(BackgroundTaskRecord record, long revision) {
		return new Removed(record, revision,
				List.of(new BackgroundTaskEvent.Removed(record, record.eventSequence() + 1, START)));
	}

	static List<JournalChange> list(JournalChange... changes) {
		return List.of(changes);
	}

}
