package io.github.taskhost.test.contract.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.WakePolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Wakes of the session of a task. */
abstract class WakesContract extends AbstractHostContract {

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withLimits((limits) -> limits.withWakes(8, 5))
			.withRetention(new RetentionOptions(Duration.ofHours(1), 100));
	}

	private TaskReporter external(String session, String id, WakePolicy policy) {
		this.host.registerExternal(session, builder(id).wakePolicy(policy).build(), null);
		return this.host.reporter(session, id);
	}

	private void act(TaskReporter work) {
		work.status("at work");
		work.post("hello");
		work.ask(InputRequest.of("go-on", "Go on?"));
		this.host.task(work.sessionId(), work.taskId()).answer("go-on", new JsonPayload("true"));
		work.complete("done");
	}

	private List<WakeReason> reasons(String session) {
		return this.host.drainWakes(session).wakes().stream().map(SessionWake::reason).toList();
	}

	@Test
	void silentTaskCausesNoWake() {
		act(external("s1", "t1", WakePolicy.SILENT));
		assertThat(this.host.drainWakes("s1")).isEqualTo(new SessionWakes(List.of(), 0));
	}

	@Test
	void endWakesTheSession() {
		TaskReporter work = external("s1", "t1", WakePolicy.ON_TERMINAL);
		act(work);
		assertThat(this.host.drainWakes("s1").wakes()).singleElement().satisfies((wake) -> {
			assertThat(wake.reason()).isEqualTo(WakeReason.ENDED);
			assertThat(wake.sessionId()).isEqualTo("s1");
			assertThat(wake.taskId()).isEqualTo("t1");
			assertThat(wake.uid()).isEqualTo(work.uid());
			assertThat(wake.time()).isEqualTo(this.clock.instant());
		});
	}

	@Test
	void everyKindOfEndWakesTheSession() throws Exception {
		external("s1", "t1", WakePolicy.ON_TERMINAL);
		this.host.cancelManaged("s1", "t1");
		external("s1", "t2", WakePolicy.ON_TERMINAL);
		this.host.markTerminal("s1", "t2", BackgroundTaskState.FAILED);
		this.host.spawnManaged("s1", builder("t3").wakePolicy(WakePolicy.ON_TERMINAL).build(), (context) -> "done")
			.await(PATIENCE);
		this.host.cancelManaged("s1", "t3");
		assertThat(this.host.drainWakes("s1").wakes()).extracting(SessionWake::taskId)
			.containsExactly("t1", "t2", "t3");
	}

	@Test
	void activityWakesTheSessionInOrder() {
		act(external("s1", "t1", WakePolicy.ON_ACTIVITY));
		SessionWakes drained = this.host.session("s1").drainWakes();
		assertThat(drained.wakes()).extracting(SessionWake::reason)
			.containsExactly(WakeReason.MESSAGE, WakeReason.QUESTION, WakeReason.ENDED);
		assertThat(drained.wakes()).extracting(SessionWake::sequence).isSorted().doesNotHaveDuplicates();
		assertThat(drained.dropped()).isZero();
	}

	@Test
	void wakeIsQueuedBeforeTheEndIsVisible() throws Exception {
		for (int i = 0; i < 200; i++) {
			BackgroundTaskHandle<String> task = this.host.spawnManaged("s1",
					builder("t" + i).wakePolicy(WakePolicy.ON_TERMINAL).build(), (context) -> "done");
			task.await(PATIENCE);
			assertThat(reasons("s1")).containsExactly(WakeReason.ENDED);
		}
	}

	@Test
	void wakeIsDrainedOnce() {
		act(external("s1", "t1", WakePolicy.ON_TERMINAL));
		assertThat(reasons("s1")).hasSize(1);
		assertThat(reasons("s1")).isEmpty();
	}

	@Test
	void wakesArePerSession() {
		act(external("s1", "t1", WakePolicy.ON_TERMINAL));
		act(external("s2", "t1", WakePolicy.ON_TERMINAL));
		assertThat(reasons("s1")).hasSize(1);
		assertThat(reasons("s2")).hasSize(1);
	}

	@Test
	void wakesAreTransferredWithTheirTask() {
		TaskReporter first = external("s1", "t1", WakePolicy.ON_ACTIVITY);
		TaskReporter second = external("s1", "t2", WakePolicy.ON_ACTIVITY);
		TaskReporter there = external("s2", "t3", WakePolicy.ON_ACTIVITY);
		first.post("one");
		there.post("two");
		second.post("three");
		first.post("four");
		this.host.transferManaged("s1", "s2", List.of("t1"));
		first.complete(null);
		assertThat(this.host.drainWakes("s1").wakes()).extracting(SessionWake::taskId).containsExactly("t2");
		assertThat(this.host.drainWakes("s2").wakes()).satisfies((wakes) -> {
			assertThat(wakes).extracting(SessionWake::taskId).containsExactly("t1", "t3", "t1", "t1");
			assertThat(wakes).extracting(SessionWake::sessionId).containsOnly("s2");
		});
	}

	@Test
	void wakesAreRemovedWithTheRecord() throws Exception {
		TaskReporter work = external("s1", "t1", WakePolicy.ON_ACTIVITY);
		work.post("one");
		this.host.unregisterExternal("s1", "t1");
		assertThat(reasons("s1")).isEmpty();
		act(external("s1", "t2", WakePolicy.ON_TERMINAL));
		this.timer.advance(Duration.ofHours(2));
		this.events.await(BackgroundTaskEvent.Removed.class, "t2");
		assertThat(reasons("s1")).isEmpty();
	}

	@Test
	void oldestWakesAreDroppedAboveTheSessionLimit() {
		TaskReporter work = external("s1", "t1", WakePolicy.ON_ACTIVITY);
		for (int i = 0; i < 7; i++) {
			work.post("message " + i);
		}
		SessionWakes drained = this.host.drainWakes("s1");
		assertThat(drained.wakes()).hasSize(5).extracting(SessionWake::sequence).startsWith(3L);
		assertThat(drained.dropped()).isEqualTo(2);
		assertThat(this.host.drainWakes("s1").dropped()).isZero();
	}

	@Test
	void oldestWakesAreDroppedAboveTheTotalLimit() {
		for (String session : List.of("s1", "s2", "s3")) {
			TaskReporter work = external(session, "t1", WakePolicy.ON_ACTIVITY);
			for (int i = 0; i < 4; i++) {
				work.post("message " + i);
			}
		}
		assertThat(reasons("s1")).isEmpty();
		assertThat(reasons("s2")).hasSize(4);
		assertThat(reasons("s3")).hasSize(4);
	}

	@Test
	void listenersReceiveWakes() {
		List<SessionWake> told = Collections.synchronizedList(new ArrayList<>());
		factory().stop(this.host);
		this.host = factory().start(options(), this.clock, this.timer, new BackgroundTaskListener() {

			@Override
			public void onEvent(BackgroundTaskEvent event) {
				// only wakes matter here
			}

			@Override
			public void onWake(SessionWake wake) {
				told.add(wake);
				if (wake.reason() == WakeReason.MESSAGE) {
					throw new IllegalStateException("this listener fails");
				}
			}

		}, parts());
		act(external("s1", "t1", WakePolicy.ON_ACTIVITY));
		assertThat(this.host.drainWakes("s1").wakes()).containsExactlyElementsOf(told);
	}

	@Test
	void concurrentDrainsReturnEachWakeOnce() throws Exception {
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int round = 0; round < 50; round++) {
				TaskReporter work = external("s1", "t" + round, WakePolicy.ON_ACTIVITY);
				Callable<List<SessionWake>> drain = () -> new ArrayList<>(this.host.drainWakes("s1").wakes());
				List<Future<List<SessionWake>>> drains = new ArrayList<>();
				Future<@Nullable Void> posts = threads.submit(() -> {
					for (int i = 0; i < 5; i++) {
						work.post("message");
					}
					return null;
				});
				for (int i = 0; i < 8; i++) {
					drains.add(threads.submit(drain));
				}
				posts.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
				drains.add(threads.submit(drain));
				List<SessionWake> taken = new ArrayList<>();
				for (Future<List<SessionWake>> each : drains) {
					taken.addAll(each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
				}
				Set<SessionWake> distinct = new HashSet<>(taken);
				assertThat(taken).hasSize(5);
				assertThat(distinct).hasSize(5);
			}
		}
	}

	@Test
	void invalidSessionIsRejected() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> this.host.drainWakes("a b"));
	}

	@Test
	void droppedCountIsReportedWithoutRemainingWakes() {
		external("lost", "first", WakePolicy.ON_TERMINAL).complete("done");
		for (int i = 0; i < 8; i++) {
			external("s" + i, "t" + i, WakePolicy.ON_TERMINAL).complete("done");
		}
		assertThat(this.host.drainWakes("lost")).isEqualTo(new SessionWakes(List.of(), 1));
		assertThat(this.host.drainWakes("lost")).isEqualTo(new SessionWakes(List.of(), 0));
	}

	@Test
	void droppedCountIsReportedAfterATransferOfTheRest() {
		for (int i = 0; i < 6; i++) {
			external("s1", "t" + i, WakePolicy.ON_TERMINAL).complete("done");
		}
		this.host.transferManaged("s1", "s2", List.of("t0", "t1", "t2", "t3", "t4", "t5"));
		assertThat(this.host.drainWakes("s1")).isEqualTo(new SessionWakes(List.of(), 1));
		assertThat(this.host.drainWakes("s2").wakes()).extracting(SessionWake::taskId)
			.containsExactly("t1", "t2", "t3", "t4", "t5");
	}

	@Test
	void wakesFollowRepeatedTransfers() {
		external("s1", "t1", WakePolicy.ON_TERMINAL).complete("done");
		for (int i = 1; i < 4; i++) {
			this.host.transferManaged("s" + i, "s" + (i + 1), List.of("t1"));
		}
		assertThat(reasons("s1")).isEmpty();
		assertThat(reasons("s2")).isEmpty();
		assertThat(reasons("s4")).containsExactly(WakeReason.ENDED);
	}

}
