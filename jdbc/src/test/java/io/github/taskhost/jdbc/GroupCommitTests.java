package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.JournalResult.Conflict;
import io.github.taskhost.spi.JournalResult.Stored;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskJournal.Patience;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Many callers share transactions and have outcomes of their own.
 */
abstract class GroupCommitTests extends AbstractJournalTests {

	private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

	private FaultyPool faulty;

	@BeforeEach
	void countCommits() {
		this.faulty = new FaultyPool(this.pool);
		this.journal = journal(this.faulty);
		this.journal.open();
	}

	@AfterEach
	void stopCallers() {
		this.callers.shutdownNow();
	}

	/** Holds the next commit until requests wait behind it, in their order. */
	private List<Future<JournalResult>> behindOneCommit(String session, List<Callable<JournalResult>> calls)
			throws Exception {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		this.faulty.nextCommit.set((target) -> {
			held.countDown();
			await(go);
			target.commit();
		});
		Future<JournalResult> first = this.callers.submit(() -> commit(Records.accept(Records.small(session))));
		held.await();
		List<Future<JournalResult>> results = new ArrayList<>();
		for (Callable<JournalResult> call : calls) {
			CompletableFuture<Thread> caller = new CompletableFuture<>();
			results.add(this.callers.submit(() -> {
				caller.complete(Thread.currentThread());
				return call.call();
			}));
			Thread thread = caller.get();
			Signals.await(() -> thread.getState() == Thread.State.TIMED_WAITING);
		}
		go.countDown();
		assertThat(first.get()).isEqualTo(Stored.STORED);
		return results;
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void requestsThatWaitAreStoredInOneTransaction() throws Exception {
		List<Callable<JournalResult>> calls = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			calls.add(() -> commit(Records.accept(Records.small("chat"))));
		}
		int before = this.faulty.commits.get();
		List<Integer> sizes = new CopyOnWriteArrayList<>();
		this.journal.meters().record((requests, nanos) -> sizes.add((nanos > 0) ? requests : -1));
		this.journal.meters().record((requests, nanos) -> {
			throw new IllegalStateException("A recorder fails");
		});
		for (Future<JournalResult> result : behindOneCommit("chat", calls)) {
			assertThat(result.get()).isEqualTo(Stored.STORED);
		}
		assertThat(this.faulty.commits.get() - before).isEqualTo(2);
		assertThat(sizes).containsExactly(1, 100);
		Signals.await(() -> this.journal.waitingRequests() == 0);
		assertThat(count("task")).isEqualTo(101);
		assertThat(number("SELECT COUNT(DISTINCT lane) FROM " + this.prefix + "event")).isOne();
		assertThat(number("SELECT MAX(seq) FROM " + this.prefix + "event")).isEqualTo(101);
	}

	@Test
	void aConflictConcernsItsOwnCallerOnly() throws Exception {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		List<Callable<JournalResult>> calls = List.of(() -> commit(Records.accept(Records.small("chat"))),
				() -> commit(Records.change(record, record, 7)), () -> commit(Records.accept(Records.small("chat"))),
				() -> commit(Records.accept(Records.small("chat")), Records.change(record, record, 9)));
		List<Future<JournalResult>> results = behindOneCommit("chat", calls);
		assertThat(results.get(0).get()).isEqualTo(Stored.STORED);
		assertThat(results.get(1).get()).isEqualTo(new Conflict(record.uid()));
		assertThat(results.get(2).get()).isEqualTo(Stored.STORED);
		assertThat(results.get(3).get()).isEqualTo(new Conflict(record.uid()));
		assertThat(count("task")).isEqualTo(4);
	}

	@Test
	void ofTwoChangesOverTheSameRevisionOneIsStored() throws Exception {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		BackgroundTaskRecord first = Records.next(record, (builder) -> builder.status("first"));
		BackgroundTaskRecord second = Records.next(record, (builder) -> builder.status("second"));
		List<Future<JournalResult>> results = behindOneCommit("chat", List
			.of(() -> commit(Records.change(record, first, 2)), () -> commit(Records.change(record, second, 2))));
		assertThat(results.get(0).get()).isEqualTo(Stored.STORED);
		assertThat(results.get(1).get()).isEqualTo(new Conflict(record.uid()));
		assertThat(this.journal.find(record.uid())).isEqualTo(new StoredTask(first, 2, 0));
	}

	@Test
	void aRequestThatFailsIsAloneWithItsError() throws Exception {
		BackgroundTaskRecord bad = Records.small("chat");
		update("ALTER TABLE " + this.prefix + "live ADD CONSTRAINT " + this.prefix + "good CHECK (uid <> '" + bad.uid()
				+ "')");
		List<Callable<JournalResult>> calls = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			BackgroundTaskRecord record = (i == 13) ? bad : Records.small("chat");
			calls.add(() -> commit(Records.accept(record)));
		}
		List<Future<JournalResult>> results = behindOneCommit("chat", calls);
		for (int i = 0; i < 20; i++) {
			if (i == 13) {
				assertThatExceptionOfType(java.util.concurrent.ExecutionException.class).isThrownBy(results.get(i)::get)
					.withCauseInstanceOf(IllegalStateException.class);
			}
			else {
				assertThat(results.get(i).get()).isEqualTo(Stored.STORED);
			}
		}
		assertThat(count("task")).isEqualTo(20);
	}

	@Test
	void aCommitThatSucceededWithoutAnAnswerIsNotRepeated() throws Exception {
		BackgroundTaskRecord record = Records.small("chat");
		this.faulty.nextCommit.set((target) -> {
			target.commit();
			throw FaultyPool.lost();
		});
		store(Records.accept(record));
		BackgroundTaskRecord ended = Records.ended(record, BackgroundTaskState.COMPLETED);
		this.faulty.nextCommit.set((target) -> {
			target.commit();
			throw new IllegalStateException("The driver failed");
		});
		store(Records.change(record, ended, 2));
		assertThat(this.journal.find(record.uid())).isEqualTo(new StoredTask(ended, 2, 0));
		assertThat(changes()).isEqualTo(2);
	}

	@Test
	void aCommitThatWasLostIsRepeated() throws Exception {
		BackgroundTaskRecord record = Records.small("chat");
		this.faulty.nextCommit.set((target) -> {
			target.rollback();
			throw FaultyPool.lost();
		});
		store(Records.accept(record));
		assertThat(this.journal.find(record.uid())).isEqualTo(new StoredTask(record, 1, 0));
		assertThat(changes()).isOne();
	}

	@Test
	void aCallerInDoubtIsNotRefusedAtItsTimeout() throws Exception {
		JdbcTaskJournal hasty = journal(this.faulty,
				settings().withTimes(java.time.Duration.ofSeconds(6), java.time.Duration.ofMillis(100)));
		hasty.open();
		CountDownLatch go = new CountDownLatch(1);
		this.faulty.nextCommit.set((target) -> {
			await(go);
			target.commit();
			throw FaultyPool.lost();
		});
		BackgroundTaskRecord record = Records.small("chat");
		Future<JournalResult> result = this.callers
			.submit(() -> hasty.commit(Records.list(Records.accept(record)), Patience.BOUNDED));
		Signals.await(() -> this.faulty.nextCommit.get() == null);
		long timeout = System.nanoTime() + java.time.Duration.ofMillis(200).toNanos();
		Signals.await(() -> System.nanoTime() - timeout > 0);
		assertThat(result).isNotDone();
		go.countDown();
		assertThat(result.get()).isEqualTo(Stored.STORED);
	}

	@Test
	void anInterruptedCallerStoresItsEndAndKeepsItsInterrupt() {
		BackgroundTaskRecord record = Records.small("chat");
		Thread.currentThread().interrupt();
		store(Records.accept(record));
		assertThat(Thread.interrupted()).isTrue();
		Thread.currentThread().interrupt();
		assertThat(this.journal.find(record.uid())).isNotNull();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void aFencedNodeStoresNothingAndContinuesUnderANewId() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		CountDownLatch told = new CountDownLatch(1);
		this.journal.start(new QuietHost(told::countDown));
		String before = this.journal.workerId();
		update("UPDATE " + this.prefix + "node SET fenced_at = CURRENT_TIMESTAMP WHERE node_id = '" + node() + "'");
		assertThatExceptionOfType(JournalUnavailableException.class)
			.isThrownBy(() -> commit(Records.accept(Records.small("chat"))))
			.withMessageContaining("fenced");
		assertThat(count("task")).isOne();
		assertThat(this.journal.meters().fencedWrites()).isOne();
		await(told);
		Signals.await(() -> !this.journal.workerId().equals(before));
		store(Records.accept(Records.small("chat")));
	}

	@Test
	void aStoppedJournalRefusesAndLeavesNoRowOfItsNode() throws SQLException {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		assertThat(number("SELECT COUNT(*) FROM " + this.prefix + "live WHERE worker = '" + node() + "'")).isOne();
		long nodes = count("node");
		JdbcTaskJournal stopped = this.journal;
		stopped.stop();
		assertThat(count("node")).isEqualTo(nodes - 1);
		assertThat(number("SELECT COUNT(*) FROM " + this.prefix + "live WHERE worker IS NULL")).isOne();
		assertThatExceptionOfType(JournalUnavailableException.class)
			.isThrownBy(() -> commit(Records.accept(Records.small("chat"))));
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isLessThanOrEqualTo(1);
	}

	@Test
	void aTaskThatATransactionOfTheApplicationHasLockedHoldsUpNoOther() throws Exception {
		BackgroundTaskRecord locked = Records.small("chat");
		BackgroundTaskRecord free = Records.small("chat");
		store(Records.accept(locked), Records.accept(free));
		BackgroundTaskRecord next = Records.next(locked, (builder) -> builder.status("next"));
		BackgroundTaskRecord other = Records.next(free, (builder) -> builder.status("next"));
		try (Connection connection = this.pool.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.executeUpdate(
					"UPDATE " + this.prefix + "live SET status = 'locked' WHERE uid = '" + locked.uid() + "'");
			List<Future<JournalResult>> results = behindOneCommit("chat",
					List.of(() -> this.journal.commit(List.of(Records.change(locked, next, 2)), Patience.UNBOUNDED),
							() -> commit(Records.change(free, other, 2))));
			assertThat(results.get(1).get()).isEqualTo(Stored.STORED);
			assertThat(results.get(0).isDone()).isFalse();
			connection.rollback();
			assertThat(results.get(0).get()).isEqualTo(Stored.STORED);
		}
	}

}
