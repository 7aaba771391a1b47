package io.github.taskhost.local;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.host.CountCheck;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.table.TaskTable;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The counters of a host in order are left alone, however busy it is; wrong counters of
 * an idle host are found and corrected within a minute.
 */
class CountCheckTests extends LocalHostTest {

	private final HookedTable table = new HookedTable();

	private final Repairs repairs = new Repairs();

	private void startWith(KindOptions options) {
		start((builder) -> prepare(builder, options));
	}

	private LocalBackgroundTaskHost.Builder prepare(LocalBackgroundTaskHost.Builder builder, KindOptions kind) {
		return builder.table(this.table)
			.options(options().withRetention(new RetentionOptions(Duration.ofHours(24), 3))
				.withKinds(Map.of("other", kind)))
			.metrics(this.repairs);
	}

	private Session sessionOf(String id) {
		return Objects.requireNonNull(host().parts().ground.sessions.find(id));
	}

	private int live(String sessionId) {
		return Session.live(sessionOf(sessionId).word());
	}

	private LocalTask taskOf(BackgroundTaskHandle<?> handle) {
		return Objects.requireNonNull(this.table.find(handle.uid()));
	}

	private static void until(AtomicBoolean stop, Runnable action) {
		while (!stop.get()) {
			action.run();
		}
	}

	/** A task of a serial kind that runs until its latch. */
	private Running spawn() {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		return new Running(session().spawn("other", (context) -> {
			begun.countDown();
			await(end);
			return "done";
		}), begun, end);
	}

	@Test
	void changesOfASaturatedHostThatLeaveItsCountsEqualNeedNoRepair() throws Exception {
		startWith(KindOptions.NONE.withMaxConcurrent(1));
		for (int i = 0; i < 3; i++) {
			session().spawn("third", (context) -> "done").await(PATIENCE);
		}
		AtomicReference<Running> first = new AtomicReference<>(spawn());
		AtomicReference<Running> second = new AtomicReference<>(spawn());
		await(first.get().begun());
		AtomicBoolean once = new AtomicBoolean();
		this.table.beforeVisit = (task) -> {
			if (task == taskOf(second.get().handle()) && once.compareAndSet(true, false)) {
				first.get().endAndWait();
				second.get().awaitBegin();
				first.set(second.get());
				second.set(spawn());
			}
		};
		for (int i = 0; i < 4; i++) {
			once.set(true);
			look();
			assertThat(once).isFalse();
		}
		assertThat(this.repairs.told()).isEmpty();
		assertThat(slots().used()).isOne();
		assertThat(live("s1")).isEqualTo(2);
		first.get().endAndWait();
		second.get().awaitBegin();
		second.get().endAndWait();
	}

	@Test
	void hostUnderConstantLoadNeedsNoRepair() throws Exception {
		startWith(KindOptions.NONE.withMaxConcurrent(1));
		AtomicBoolean stop = new AtomicBoolean();
		AtomicInteger number = new AtomicInteger();
		Semaphore room = new Semaphore(20);
		Semaphore ended = new Semaphore(0);
		Thread load = Thread.ofPlatform().start(() -> until(stop, () -> {
			room.acquireUninterruptibly();
			host().session("s" + number.incrementAndGet() % 7).spawn("other", (context) -> {
				room.release();
				ended.release();
				return "done";
			});
		}));
		for (int i = 0; i < 200; i++) {
			ended.drainPermits();
			ended.acquire(20); // the host was not idle since the last look
			look();
		}
		stop.set(true);
		load.join();
		host().awaitIdle(PATIENCE);
		assertThat(this.repairs.told()).doesNotContain(HostRepair.COUNTER);
		assertThat(slots().used()).isZero();
	}

	@Test
	void slowListenerOfATransferKeepsNoTaskUncounted() throws Exception {
		CountDownLatch listens = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		start((builder) -> prepare(builder, KindOptions.NONE).addListener((event) -> {
			if (event instanceof BackgroundTaskEvent.Transferred && listens.getCount() > 0) {
				listens.countDown();
				awaitIgnoringInterrupts(goOn);
			}
		}));
		for (String id : List.of("a", "b", "c")) {
			session().spawn(named(id), (context) -> {
				await(this.release);
				return "done";
			});
		}
		Thread mover = Thread.ofPlatform().start(() -> host().transferManaged("s1", "s2", List.of("a", "b", "c")));
		await(listens);
		assertThat(live("s2")).isEqualTo(3);
		assertThat(host().parts().ground.sessions.find("s1")).isNull();
		look(3);
		assertThat(this.repairs.told()).isEmpty();
		goOn.countDown();
		mover.join();
		assertThat(live("s2")).isEqualTo(3);
	}

	@Test
	void insertThatIsUnderWayKeepsItsCountsAndItsPlace() throws Exception {
		startWith(KindOptions.NONE);
		this.table.beforeInsert.set(() -> look(3));
		session().spawn(BackgroundTaskRegistration.ofKind("other").id("later").startAfter(Duration.ofHours(9)).build(),
				(context) -> "done");
		assertThat(this.repairs.told()).isEmpty();
		assertThat(host().statistics().oldest(BackgroundTaskState.PENDING)).isPresent();
		assertThat(host().statistics().live("other", BackgroundTaskState.PENDING)).isOne();
		assertThat(live("s1")).isOne();
		look(3);
		assertThat(this.repairs.told()).isEmpty();
	}

	@Test
	void stepOfTheWallClockIsNoMissedDeadline() throws Exception {
		startWith(KindOptions.NONE);
		host().registerExternal("s1", named("asks"), null);
		host().reporter("s1", "asks")
			.ask(InputRequest.of("key", "Go on?").withDeadline(this.clock.instant().plusSeconds(600)));
		this.clock.advance(Duration.ofHours(1));
		look(3);
		assertThat(this.repairs.told()).isEmpty();
	}

	@Test
	void countsOfSessionsThatDifferAreCorrectedEach() throws Exception {
		startWith(KindOptions.NONE);
		host().registerExternal("s1", named("a"), null);
		host().registerExternal("s2", named("b"), null);
		Session tooHigh = sessionOf("s2");
		sessionOf("s1").left(1);
		tooHigh.begin(tooHigh.word(), 1);
		tooHigh.end(0);
		look(3);
		assertThat(live("s1")).isOne();
		assertThat(live("s2")).isOne();
		assertThat(this.repairs.await(2)).containsExactly(HostRepair.COUNTER, HostRepair.COUNTER);
	}

	@Test
	void countOfASessionNeverFallsBelowZero() {
		startWith(KindOptions.NONE);
		host().registerExternal("s1", named("a"), null);
		Session session = sessionOf("s1");
		session.left(2);
		assertThat(session.word()).isZero();
		session.begin(session.word(), 0);
		session.end(1);
		assertThat(session.word()).isZero();
	}

	@Test
	void staleAgeAndWrongNumberOfAStateAreCorrected() throws Exception {
		startWith(KindOptions.NONE);
		host().registerExternal("s1", named("asks"), null);
		host().reporter("s1", "asks").ask(InputRequest.of("key", "Go on?"));
		LocalTask task = taskOf(session().task("asks"));
		BackgroundTaskRecord record = task.record();
		this.table.commit(new TableChange.Replace<>(task, record,
				record.toBuilder()
					.state(BackgroundTaskState.RUNNING)
					.inputRequest(null)
					.version(record.version() + 1)
					.build(),
				List.of()));
		assertThat(host().statistics().oldest(BackgroundTaskState.WAITING)).isPresent();
		look(3);
		assertThat(host().statistics().oldest(BackgroundTaskState.WAITING)).isEmpty();
		assertThat(host().statistics().live("other", BackgroundTaskState.WAITING)).isZero();
		assertThat(host().statistics().live("other", BackgroundTaskState.RUNNING)).isOne();
		assertThat(this.repairs.await(3)).hasSize(3).containsOnly(HostRepair.COUNTER);
	}

	@Test
	void staleAgeOfACancelRequestIsCorrected() throws Exception {
		startWith(KindOptions.NONE);
		host().registerExternal("s1", named("a"), null);
		host().requestCancel("a", "enough");
		LocalTask task = taskOf(session().task("a"));
		BackgroundTaskRecord record = task.record();
		this.table.commit(new TableChange.Replace<>(task, record,
				record.toBuilder().state(BackgroundTaskState.RUNNING).version(record.version() + 1).build(),
				List.of()));
		look(3);
		assertThat(host().statistics().oldest(BackgroundTaskState.CANCEL_REQUESTED)).isEmpty();
		assertThat(this.repairs.await(3)).hasSize(3).containsOnly(HostRepair.COUNTER);
	}

	@Test
	void slotIsNeverTakenFromAKind() throws Exception {
		startWith(KindOptions.NONE.withMaxConcurrent(2));
		Running running = spawn();
		running.awaitBegin();
		slots().correct(-1);
		try (LogLines log = LogLines.of(CountCheck.class)) {
			look(4);
			assertThat(log.warnings()).singleElement().asString().contains("lower than the records show");
		}
		assertThat(slots().used()).isZero();
		assertThat(this.repairs.told()).isEmpty();
		running.endAndWait();
	}

	@Test
	void threadWithoutARecordKeepsItsSlot() throws Exception {
		startWith(KindOptions.NONE.withMaxConcurrent(1));
		CountDownLatch begun = new CountDownLatch(1);
		BackgroundTaskHandle<?> task = session().spawn(named("removed"), (context) -> {
			begun.countDown();
			awaitIgnoringInterrupts(this.release);
			return "late";
		});
		await(begun);
		task.cancelNow("enough");
		LocalTask removed = taskOf(task);
		BackgroundTaskRecord record = removed.record();
		this.table.commit(new TableChange.Remove<>(removed, record, record, List.of()));
		host().parts().door.retention.correct(-1);
		look(3);
		assertThat(slots().used()).isOne();
		assertThat(this.repairs.told()).isEmpty();
	}

	/** A task that was spawned, with the signals of its body. */
	private record Running(BackgroundTaskHandle<String> handle, CountDownLatch begun, CountDownLatch end) {

		void awaitBegin() throws InterruptedException {
			await(this.begun);
		}

		void endAndWait() throws Exception {
			this.end.countDown();
			this.handle.await(PATIENCE);
		}

	}

	/** An action that may throw. */
	@FunctionalInterface
	private interface Action {

		void run() throws Exception;

	}

	/** An action for a task, which may throw. */
	@FunctionalInterface
	private interface TaskAction {

		void accept(LocalTask task) throws Exception;

	}

	/** A table with hooks before the next insert, and before each visit of a task. */
	private static final class HookedTable extends TaskTable<LocalTask> {

		private final AtomicReference<Action> beforeInsert = new AtomicReference<>(() -> {
		});

		private volatile TaskAction beforeVisit = (task) -> {
		};

		private static void unchecked(Action action) {
			try {
				action.run();
			}
			catch (Exception ex) {
				throw new AssertionError(ex);
			}
		}

		@Override
		public CommitResult<LocalTask> commit(TableChange<LocalTask> change) {
			if (change instanceof TableChange.Insert<LocalTask>) {
				unchecked(this.beforeInsert.getAndSet(() -> {
				}));
			}
			return super.commit(change);
		}

		@Override
		public long visit(long after, int budget, Consumer<LocalTask> visitor) {
			return super.visit(after, budget, (task) -> {
				unchecked(() -> this.beforeVisit.accept(task));
				visitor.accept(task);
			});
		}

	}

}
