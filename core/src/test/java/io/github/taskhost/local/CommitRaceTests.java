package io.github.taskhost.local;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Concurrent changes of one task, interleaved at the commits of the table. */
class CommitRaceTests extends LocalHostTest {

	/** The length of a chain of parents and children. */
	private static final int CHAIN = 60;

	private final TableWithPoints table = new TableWithPoints();

	@BeforeEach
	void startOnTheStore() {
		start((builder) -> builder.table(this.table)
			.options(options().withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1)))));
	}

	private static Predicate<TableChange<LocalTask>> to(BackgroundTaskState state) {
		return (change) -> change instanceof TableChange.Replace<?> replace && replace.next().state() == state;
	}

	private static BackgroundTaskRegistration single(String id) {
		return BackgroundTaskRegistration.ofKind("single").id(id).build();
	}

	private BackgroundTaskHandle<@Nullable Void> blocked(BackgroundTaskRegistration registration)
			throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = session().spawn(registration, (context) -> {
			running.countDown();
			awaitIgnoringInterrupts(this.release);
			return null;
		});
		await(running);
		return task;
	}

	private void oneEnd(String id, Class<? extends BackgroundTaskEvent> type) throws InterruptedException {
		String end = this.events.await(type, id).getClass().getSimpleName();
		host().close();
		assertThat(this.events.of(id)).filteredOn(List.of("Completed", "Failed", "Cancelled")::contains)
			.containsExactly(end);
		assertThat(host().statistics().live()).isZero();
		assertThat(host().statistics().unresponsive()).isZero();
		for (BackgroundTaskState state : BackgroundTaskState.values()) {
			assertThat(state.isTerminal() ? 0 : host().statistics().live("other", state)).isZero();
		}
	}

	@Test
	void completionFromOutsideJustBeforeTheBodysEndWins() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = blocked(named("t1"));
		this.table.before(to(BackgroundTaskState.COMPLETED),
				() -> host().complete("t1", BackgroundTaskCompletion.failed("from outside")));
		this.release.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.FAILED);
		oneEnd("t1", BackgroundTaskEvent.Failed.class);
	}

	@Test
	void cancelNowJustBeforeTheBodysEndWins() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = blocked(named("t1"));
		this.table.before(to(BackgroundTaskState.COMPLETED), () -> host().cancelManaged("s1", "t1"));
		this.release.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		oneEnd("t1", BackgroundTaskEvent.Cancelled.class);
	}

	@Test
	void cancelRequestJustBeforeTheBodysEndIsKeptInTheEnd() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = blocked(named("t1"));
		this.table.before(to(BackgroundTaskState.COMPLETED), () -> task.cancel("late"));
		this.release.countDown();
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.record().cancelReason()).isEqualTo("late");
		oneEnd("t1", BackgroundTaskEvent.Completed.class);
	}

	@Test
	void transferJustBeforeTheBodysEndKeepsBoth() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = blocked(named("t1"));
		this.table.before(to(BackgroundTaskState.COMPLETED), () -> host().transfer("t1", "s2"));
		this.release.countDown();
		assertThat(task.await(PATIENCE).sessionId()).isEqualTo("s2");
		assertThat(host().listManaged("s1")).isEmpty();
		assertThat(host().listManaged("s2")).containsExactly(task.record());
		oneEnd("t1", BackgroundTaskEvent.Completed.class);
	}

	@Test
	void endJustBeforeATransferMovesTheEndedTask() throws Exception {
		host().registerExternal("s1", named("t1"), null);
		this.table.before(
				(change) -> change instanceof TableChange.Replace<?> replace && replace.next().sessionId().equals("s2"),
				() -> host().markTerminal("s1", "t1", BackgroundTaskState.COMPLETED));
		host().transfer("t1", "s2");
		assertThat(host().getManaged("s2", "t1"))
			.hasValueSatisfying((record) -> assertThat(record.state()).isEqualTo(BackgroundTaskState.COMPLETED));
		assertThat(host().getManaged("s1", "t1")).isEmpty();
		oneEnd("t1", BackgroundTaskEvent.Completed.class);
	}

	@Test
	void queuedTaskThatIsCancelledBeforeItIsCountedIsCountedCorrectly() throws Exception {
		blocked(single("t1"));
		this.table.after((change) -> change instanceof TableChange.Insert, () -> host().cancelManaged("s1", "t2"));
		BackgroundTaskHandle<@Nullable String> queued = session().spawn(single("t2"), (context) -> "never");
		assertThat(queued.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(host().statistics().oldest(BackgroundTaskState.PENDING)).isEmpty();
		session().spawn(single("t3"), (context) -> "later");
		assertThat(host().statistics().live("single", BackgroundTaskState.PENDING)).isEqualTo(1);
	}

	@Test
	void taskThatEndsBeforeItIsQueuedLeavesTheQueueOfItsKind() throws Exception {
		blocked(single("t1"));
		WeakReference<@Nullable LocalTask> queued = cancelledBeforeItIsQueued();
		this.timer.advance(options().retention().maxAge().multipliedBy(2));
		while (queued.get() != null) {
			System.gc();
		}
		assertThat(host().getManaged("s1", "t1")).isPresent();
	}

	private WeakReference<@Nullable LocalTask> cancelledBeforeItIsQueued() {
		AtomicReference<WeakReference<@Nullable LocalTask>> queued = new AtomicReference<>(new WeakReference<>(null));
		this.table.after((change) -> change instanceof TableChange.Insert, () -> {
			queued.set(new WeakReference<>(this.table.find("s1", "t2")));
			host().cancelManaged("s1", "t2");
		});
		session().spawn(single("t2"), (context) -> "never");
		return queued.get();
	}

	@Test
	void taskThatEndsBeforeItsWaitIsCountedLeavesNoAge() {
		host().registerExternal("s1", named("t1"), null);
		this.table.after(to(BackgroundTaskState.WAITING),
				() -> host().markTerminal("s1", "t1", BackgroundTaskState.COMPLETED));
		host().markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		HostChecks.assertIdle(host());
	}

	@Test
	void taskThatIsRemovedBeforeItsWaitIsCountedLeavesNoAge() {
		host().registerExternal("s1", named("t1"), null);
		this.table.after(to(BackgroundTaskState.WAITING), () -> host().unregisterExternal("s1", "t1"));
		host().markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		HostChecks.assertIdle(host());
	}

	@Test
	void attemptThatIsCancelledBeforeItsWaitIsCountedLeavesNoAge() throws Exception {
		AtomicReference<@Nullable Thread> first = new AtomicReference<>();
		this.table.after(to(BackgroundTaskState.PENDING), () -> {
			first.set(Thread.currentThread());
			host().cancelManaged("s1", "t1");
		});
		BackgroundTaskHandle<?> task = session()
			.spawn(BackgroundTaskRegistration.ofKind("other").id("t1").maxAttempts(2).build(), (context) -> {
				throw new IllegalStateException("meant to fail");
			});
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(Objects.requireNonNull(first.get()).join(PATIENCE)).isTrue();
		HostChecks.assertIdle(host());
	}

	/** The clock stands still, so both waits began at the same time. */
	@Test
	void waitThatBeginsAgainBeforeItsEndIsCountedKeepsItsAge() {
		host().registerExternal("s1", named("t1"), null);
		host().markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		this.table.after(to(BackgroundTaskState.RUNNING),
				() -> host().markLiveState("s1", "t1", BackgroundTaskState.WAITING));
		host().markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
		assertThat(host().statistics().oldest(BackgroundTaskState.WAITING)).hasValue(this.clock.instant());
		host().markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		HostChecks.assertIdle(host());
	}

	private static Predicate<TableChange<LocalTask>> toSession(String session) {
		return (change) -> change instanceof TableChange.Replace<?> replace
				&& replace.next().sessionId().equals(session);
	}

	@Test
	void transferThatLosesARaceMovesTheTaskFromItsNewSession() {
		host().registerExternal("s1", named("t1"), null);
		this.table.before(toSession("s2"), () -> host().transfer("t1", "s3"));
		assertThat(host().transfer("t1", "s2").sessionId()).isEqualTo("s2");
		assertThat(host().getManaged("s2", "t1")).isPresent();
		assertThat(this.events.of("t1")).containsExactly("Registered", "Transferred", "Transferred");
	}

	@Test
	void transferOfATaskThatIsRemovedMeanwhileIsRefused() {
		host().registerExternal("s1", named("t1"), null);
		this.table.before(toSession("s2"), () -> host().unregisterExternal("s1", "t1"));
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> host().transfer("t1", "s2"))
			.withMessageContaining("t1");
	}

	@Test
	void endThatIsCountedAfterTheTaskMovedAwayLeavesNoSession() {
		host().registerExternal("s1", named("t1"), null);
		this.table.after(to(BackgroundTaskState.COMPLETED), () -> host().transfer("t1", "s2"));
		host().markTerminal("s1", "t1", BackgroundTaskState.COMPLETED);
		HostChecks.assertIdle(host());
	}

	private static BackgroundTaskRegistration closing(ClosePolicy policy) {
		return BackgroundTaskRegistration.ofKind("other").id("t1").closePolicy(policy).build();
	}

	private static List<String> reported(SessionCloseReport report) {
		return Stream.of(report.kept(), report.cancelled(), report.transferred()).flatMap(List::stream).toList();
	}

	@Test
	void closeDoesNotReportATaskThatWasMovedElsewhereBefore() {
		host().registerExternal("s1", closing(ClosePolicy.TRANSFER), null);
		this.table.before(toSession("s2"), () -> host().transferManaged("s1", "s3", List.of("t1")));
		assertThat(reported(host().closeSession("s1", "s2"))).isEmpty();
		assertThat(host().getManaged("s3", "t1")).isPresent();
	}

	@Test
	void closeReportsNoCancelOfATaskThatEndedBefore() {
		host().registerExternal("s1", closing(ClosePolicy.CANCEL), null);
		this.table.before(to(BackgroundTaskState.CANCEL_REQUESTED),
				() -> host().markTerminal("s1", "t1", BackgroundTaskState.COMPLETED));
		assertThat(reported(host().closeSession("s1", null))).isEmpty();
	}

	@Test
	void closeReportsNoCancelOfATaskThatWasRemovedBefore() {
		host().registerExternal("s1", closing(ClosePolicy.CANCEL), null);
		this.table.before(to(BackgroundTaskState.CANCEL_REQUESTED), () -> host().unregisterExternal("s1", "t1"));
		assertThat(reported(host().closeSession("s1", null))).isEmpty();
	}

	@Test
	void closeCancelsNoTaskThatMovedAwayBefore() {
		host().registerExternal("s1", closing(ClosePolicy.CANCEL), null);
		host().registerExternal("s1",
				BackgroundTaskRegistration.ofKind("other").id("t2").closePolicy(ClosePolicy.TRANSFER).build(), null);
		this.table.after(toSession("s2"), () -> host().transfer("t1", "s3"));
		assertThat(reported(host().closeSession("s1", "s2"))).containsExactly("t2");
		assertThat(host().getManaged("s3", "t1")).map(BackgroundTaskRecord::state)
			.hasValue(BackgroundTaskState.RUNNING);
	}

	private void externalChild(String session, String id, String parent) {
		host().registerExternal(session, BackgroundTaskRegistration.ofKind("other").id(id).parentTaskId(parent).build(),
				null);
	}

	private BackgroundTaskState stateOf(String session, String id) {
		return host().getManaged(session, id).orElseThrow().state();
	}

	private static Predicate<TableChange<LocalTask>> to(BackgroundTaskState state, String id) {
		return to(state)
			.and((change) -> change instanceof TableChange.Replace<?> replace && replace.next().id().equals(id));
	}

	@ParameterizedTest
	@EnumSource(names = { "CANCEL_REQUESTED", "CANCELLED", "FAILED" }, value = BackgroundTaskState.class)
	void childOfALateChildIsReachedWhenItIsInsertedBeforeTheRequest(BackgroundTaskState parent) {
		host().registerExternal("s1", named("p"), null);
		if (parent == BackgroundTaskState.CANCEL_REQUESTED) {
			host().requestCancel("p", "enough");
		}
		else {
			host().markTerminal("s1", "p", parent);
		}
		this.table.before(to(BackgroundTaskState.CANCEL_REQUESTED, "c"), () -> externalChild("s1", "g", "c"));
		externalChild("s1", "c", "p");
		assertThat(stateOf("s1", "c")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(stateOf("s1", "g")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
	}

	@Test
	void childOfALateChildIsReachedWhenTheLateChildCompletesBefore() {
		host().registerExternal("s1", named("p"), null);
		host().requestCancel("p", "enough");
		this.table.before(to(BackgroundTaskState.CANCEL_REQUESTED, "c"), () -> {
			externalChild("s1", "g", "c");
			host().markTerminal("s1", "c", BackgroundTaskState.COMPLETED);
		});
		externalChild("s1", "c", "p");
		assertThat(stateOf("s1", "c")).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(stateOf("s1", "g")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
	}

	@Test
	void cancelOfAllLeavesTheChildrenOfATaskThatCompletedMeanwhile() {
		host().registerExternal("s1", named("t1"), null);
		host().registerExternal("s1", named("t2"), null);
		externalChild("s2", "k", "t2");
		this.table.before(to(BackgroundTaskState.CANCELLED, "t1"),
				() -> host().markTerminal("s1", "t2", BackgroundTaskState.COMPLETED));
		host().cancelAllManaged("s1");
		assertThat(stateOf("s1", "t2")).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(stateOf("s2", "k")).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void closeLeavesTheChildrenOfATaskThatCompletedMeanwhile() {
		host().registerExternal("s1", closing(ClosePolicy.CANCEL), null);
		externalChild("s2", "k", "t1");
		this.table.before(to(BackgroundTaskState.CANCEL_REQUESTED, "t1"),
				() -> host().markTerminal("s1", "t1", BackgroundTaskState.COMPLETED));
		host().closeSession("s1", null);
		assertThat(stateOf("s2", "k")).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void stopLeavesTheChildrenOfATaskThatCompletedMeanwhile() throws Exception {
		blocked(named("t1"));
		blocked(named("t2"));
		externalChild("s2", "k1", "t1");
		externalChild("s2", "k2", "t2");
		this.table.after(to(BackgroundTaskState.CANCEL_REQUESTED, "t1"), () -> {
			host().markTerminal("s1", "t2", BackgroundTaskState.COMPLETED);
			this.release.countDown();
		});
		host().stop();
		assertThat(stateOf("s2", "k1")).isEqualTo(BackgroundTaskState.CANCEL_REQUESTED);
		assertThat(stateOf("s2", "k2")).isEqualTo(BackgroundTaskState.RUNNING);
	}

	private int looksDuring(Runnable action) {
		host().registerExternal("s1", named("c0"), null);
		for (int i = 1; i < CHAIN; i++) {
			externalChild("s1", "c" + i, "c" + (i - 1));
		}
		int before = this.table.looksAtChildren.get();
		action.run();
		return this.table.looksAtChildren.get() - before;
	}

	@Test
	void cancelOfAllWalksEachFamilyOnce() {
		assertThat(looksDuring(() -> host().cancelAllManaged("s1"))).isLessThanOrEqualTo(CHAIN);
	}

	@Test
	void furtherRequestsAndFailuresWalkNoFamilyAgain() {
		assertThat(looksDuring(() -> {
			for (int i = 0; i < CHAIN; i++) {
				host().requestCancel("c" + i, "enough");
			}
			for (int i = 0; i < CHAIN; i++) {
				host().markTerminal("s1", "c" + i, BackgroundTaskState.FAILED);
			}
		})).isLessThanOrEqualTo(CHAIN);
	}

	@Test
	void failuresBelowAFailureWalkNoFamilyAgain() {
		assertThat(looksDuring(() -> {
			for (int i = 0; i < CHAIN; i++) {
				host().markTerminal("s1", "c" + i, BackgroundTaskState.FAILED);
			}
		})).isLessThanOrEqualTo(CHAIN);
	}

	@Test
	void slotIsNotLostWhenABodyEndsBeforeItsWaitIsProcessed() throws Exception {
		BackgroundTaskHandle<@Nullable Void> task = blocked(single("t1"));
		this.table.after(to(BackgroundTaskState.WAITING), () -> {
			host().markLiveState("s1", "t1", BackgroundTaskState.RUNNING);
			this.release.countDown();
			joinThreadOf(task);
		});
		host().markLiveState("s1", "t1", BackgroundTaskState.WAITING);
		BackgroundTaskHandle<String> next = session().spawn(single("t2"), (context) -> "runs");
		assertThat(next.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	private void joinThreadOf(BackgroundTaskHandle<@Nullable Void> task) {
		LocalTask entry = this.table.find(task.uid());
		Work.Body body = (entry != null) ? entry.body() : null;
		Thread thread = (body != null) ? body.thread() : null;
		try {
			assertThat(thread == null || thread.join(PATIENCE)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void bodyIsNotInterruptedWhileItsSpawnOrTransferIsWritten() throws Exception {
		host().registerExternal("s1", named("moved"), null);
		AtomicReference<@Nullable Boolean> inSpawn = new AtomicReference<>();
		AtomicReference<@Nullable Boolean> inTransfer = new AtomicReference<>();
		BackgroundTaskHandle<Boolean> task = session().spawn(named("t1"), (context) -> {
			this.table.before((change) -> true, () -> inSpawn.set(interruptedInside("t1")));
			host().registerExternal("s1", named("spawned"), null);
			boolean raised = Thread.interrupted();
			this.table.before((change) -> true, () -> inTransfer.set(interruptedInside("t1")));
			host().transfer("moved", "s2");
			return raised && Thread.interrupted();
		});
		task.await(PATIENCE);
		assertThat(inSpawn).hasValue(false);
		assertThat(inTransfer).hasValue(false);
		assertThat(task.result()).isTrue();
	}

	/** Interrupts the body from another thread, like an escalation. */
	private boolean interruptedInside(String id) {
		LocalTask entry = this.table.find("s1", id);
		Work.Body body = (entry != null) ? entry.body() : null;
		try {
			if (body != null) {
				Thread.ofPlatform().start(body::interrupt).join();
			}
			return Thread.currentThread().isInterrupted();
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

}
