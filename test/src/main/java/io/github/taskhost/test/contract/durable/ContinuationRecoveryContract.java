package io.github.taskhost.test.contract.durable;

import java.util.List;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.IdempotencyPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Tasks that wait for others, and whose process was lost or has stopped. */
abstract class ContinuationRecoveryContract extends AbstractDurableContract {

	private static BackgroundTaskRegistration.Builder restarted(String id) {
		return BackgroundTaskRegistration.ofKind("restarted").id(id);
	}

	private BackgroundTaskRecord end(String id) throws InterruptedException {
		return this.host.await(id, PATIENCE);
	}

	@Test
	void waitingTaskGoesOnWaitingInTheNextProcess() throws Exception {
		submit("restarted", "a");
		awaitBegun("a:1");
		submit(restarted("b").after("a").build());
		submit(restarted("c").after("b").build());
		loseAndStart();
		awaitBegun("a:2");
		assertThat(record("s1", "b").held()).isTrue();
		assertThat(record("s1", "b").attempt()).isOne();
		this.release.countDown();
		awaitBegun("b:1");
		awaitBegun("c:1");
		assertThat(end("c").state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void taskThatIsHandedOverGoesOnWaiting() throws Exception {
		submit("restarted", "a");
		awaitBegun("a:1");
		submit(restarted("b").after("a").build());
		factory().stop(this.host);
		start();
		awaitBegun("a:2");
		assertThat(record("s1", "b").held()).isTrue();
		this.release.countDown();
		awaitBegun("b:1");
		assertThat(end("b").state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void predecessorThatEndsWithItsProcessCancelsTheWait() throws Exception {
		submit("failed", "a");
		awaitBegun("a:1");
		submit(restarted("b").after("a").build());
		submit(restarted("c").afterAnyEnd("a").build());
		loseAndStart();
		BackgroundTaskRecord b = end("b");
		assertThat(b.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(b.cancelReason()).contains("'a'", "failed");
		awaitBegun("c:1");
		assertThat(record("s1", "a").failure()).isNotNull()
			.extracting((failure) -> failure.kind())
			.isEqualTo(FailureKind.ORPHANED);
	}

	@Test
	void endsBeforeTheLossCount() throws Exception {
		this.host.registerExternal("s1", named("a"), null);
		submit("restarted", "b");
		awaitBegun("b:1");
		submit(restarted("c").after("a", "b").build());
		this.host.complete("a", new BackgroundTaskCompletion(BackgroundTaskState.COMPLETED, null));
		loseAndStart();
		awaitBegun("b:2");
		assertThat(record("s1", "c").state()).isEqualTo(BackgroundTaskState.PENDING);
		this.release.countDown();
		awaitBegun("c:1");
		assertThat(end("c").state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void bodyThatWaitsEndsWithItsProcess() throws Exception {
		submit("restarted", "a");
		this.host.spawnManaged("s1", builder("b").after("a").build(), waiting());
		loseAndStart();
		assertThat(end("b").failure()).isNotNull()
			.extracting((failure) -> failure.kind())
			.isEqualTo(FailureKind.ORPHANED);
	}

	@Test
	void chainThatIsSubmittedAgainGoesOnWhereItWas() throws Exception {
		this.body = (context) -> null;
		List<TaskRequest> chain = List.of(keyed("c", "b"), keyed("b", "a"), keyed("a"));
		List<BackgroundTaskHandle<@Nullable Object>> first = this.host.session("s1").submitAll(chain);
		first.getFirst().await(PATIENCE);
		loseAndStart();
		assertThat(this.host.session("s1").submitAll(chain)).extracting(BackgroundTaskHandle::uid)
			.isEqualTo(first.stream().map(BackgroundTaskHandle::uid).toList());
		List<BackgroundTaskHandle<@Nullable Object>> more = this.host.session("s1")
			.submitAll(List.of(keyed("d", "a"), keyed("a")));
		assertThat(more.getFirst().record().predecessors()).containsExactly(first.getLast().uid());
		assertThat(more.getFirst().await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	private static TaskRequest keyed(String id, String... after) {
		return TaskRequest.of(restarted(id).build())
			.after(after)
			.idempotencyKey("key-of-" + id, IdempotencyPolicy.RETAINED);
	}

}
