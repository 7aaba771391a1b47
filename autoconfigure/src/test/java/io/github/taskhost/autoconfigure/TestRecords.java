package io.github.taskhost.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

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
 * Records for tests.
 */
public final class TestRecords {

	private static final Instant START = Instant.parse("2026-11-20T10:00:00.123456789Z");

	private TestRecords() {
	}

	/**
	 * A record with only the mandatory values.
	 * @return the record
	 */
	public static BackgroundTaskRecord small() {
		return BackgroundTaskRecord
			.builder(new UUID(1, 2), "chat-42", BackgroundTaskRegistration.ofKind("import").build(), START)
			.build();
	}

	/**
	 * A record of a kind.
	 * @param kind the kind
	 * @return a builder
	 */
	public static BackgroundTaskRecord.Builder ofKind(String kind) {
		return BackgroundTaskRecord.builder(UUID.randomUUID(), "chat-42",
				BackgroundTaskRegistration.ofKind(kind).build(), START);
	}

	/**
	 * A time after the creation of the records of this class.
	 * @param seconds the number of seconds
	 * @return the time
	 */
	public static Instant after(long seconds) {
		return START.plusSeconds(seconds);
	}

	/**
	 * A record with all optional values.
	 * @return the record
	 */
	public static BackgroundTaskRecord full() {
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
			.input(new JsonPayload("{\"file\":\"orders.csv\",\"rows\":[1,2]}"))
			.wakePolicy(WakePolicy.ON_TERMINAL)
			.links(new TaskLinks("child-session", "remote-7", List.of("table:orders")))
			.build();
		return BackgroundTaskRecord.builder(new UUID(3, 4), "chat-42", registration, START)
			.version(17)
			.eventSequence(12)
			.mode(TaskMode.REGISTERED)
			.parentUid(new UUID(5, 6))
			.predecessors(List.of(new UUID(7, 8), new UUID(9, 10)))
			.held(true)
			.state(BackgroundTaskState.CANCEL_REQUESTED)
			.stateSince(after(1))
			.attempt(2)
			.workerId("worker-1")
			.startedAt(after(2))
			.updatedAt(after(3))
			.finishedAt(after(4))
			.status("halfway")
			.progress(Progress.of(5, 10, "batches"))
			.summary("12,431 orders")
			.result(TaskResult.of(new JsonPayload("{\"rows\":12431}")))
			.failure(new TaskFailure(FailureKind.HEARTBEAT_LOST, "java.io.IOException", "no answer"))
			.inputRequest(new InputRequest("publish", "Publish?", new JsonPayload("{\"type\":\"string\"}"), after(5),
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

}
