package io.github.taskhost.test.contract.durable;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskGroup;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.Progress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Groups whose process was lost or has stopped. */
abstract class GroupRecoveryContract extends AbstractDurableContract {

	private final Set<String> ended = ConcurrentHashMap.newKeySet();

	private TaskGroup group() {
		return this.host.session("s1").group("nightly");
	}

	private static TaskRequest restarted(String id) {
		return TaskRequest.of(BackgroundTaskRegistration.ofKind("restarted").id(id).build());
	}

	private BackgroundTaskRecord end(String id) throws InterruptedException {
		return this.host.await(id, PATIENCE);
	}

	/** A group of three members, of which the first has ended. */
	private BackgroundTaskHandle<@Nullable Object> begun(int maxConcurrent) throws InterruptedException {
		CountDownLatch first = new CountDownLatch(1);
		this.body = (context) -> {
			if (!context.record().id().equals("a")) {
				this.release.await();
			}
			this.ended.add(context.record().id());
			first.countDown();
			return null;
		};
		BackgroundTaskHandle<@Nullable Object> group = group().maxConcurrent(maxConcurrent)
			.add(restarted("a"))
			.add(restarted("b"))
			.add(restarted("c"))
			.then(restarted("report"))
			.start();
		await(first);
		end("a");
		return group;
	}

	@Test
	void groupGoesOnInTheNextProcess() throws Exception {
		BackgroundTaskHandle<@Nullable Object> group = begun(3);
		loseAndStart();
		this.release.countDown();
		assertThat(end("report").state()).isEqualTo(BackgroundTaskState.COMPLETED);
		BackgroundTaskRecord end = end("nightly");
		assertThat(end.uid()).isEqualTo(group.uid());
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.progress()).isEqualTo(Progress.of(3, 3, "members"));
		assertThat(end.summary()).isEqualTo("3 of 3 members completed");
		assertThat(this.ended).containsExactlyInAnyOrder("a", "b", "c", "report");
	}

	@Test
	void membersGoOnWaitingForAPlaceInTheNextProcess() throws Exception {
		begun(1);
		awaitAttempt("b:1");
		assertThat(record("s1", "c").held()).isTrue();
		loseAndStart();
		awaitAttempt("b:2");
		assertThat(record("s1", "c").held()).isTrue();
		this.release.countDown();
		assertThat(end("nightly").summary()).isEqualTo("3 of 3 members completed");
	}

	private void awaitAttempt(String attempt) throws InterruptedException {
		while (!attempt.equals(this.begun.take())) {
			// another attempt
		}
	}

	@Test
	void groupThatIsHandedOverGoesOn() throws Exception {
		begun(2);
		factory().stop(this.host);
		start();
		this.release.countDown();
		assertThat(end("nightly").summary()).isEqualTo("3 of 3 members completed");
	}

	@Test
	void groupWithABodyEndsWithItsProcess() throws Exception {
		this.body = (context) -> {
			context.sleep(Duration.ofDays(1));
			return null;
		};
		group().add(named("t1"), waiting()).add(restarted("t2")).start();
		loseAndStart();
		BackgroundTaskRecord end = end("nightly");
		assertThat(end.failure()).isNotNull().extracting((failure) -> failure.kind()).isEqualTo(FailureKind.ORPHANED);
		assertThat(end("t2").state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

}
