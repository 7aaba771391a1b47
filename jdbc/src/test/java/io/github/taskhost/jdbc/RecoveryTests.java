package io.github.taskhost.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tasks of a node that was lost, and tasks without a worker.
 */
abstract class RecoveryTests extends AbstractJournalTests {

	private final Host host = new Host();

	@Override
	JdbcJournalSettings settings() {
		return super.settings().withTimes(Duration.ofMillis(900), Duration.ofSeconds(10));
	}

	/** A node that died: its tasks have a worker without heartbeats. */
	private UUID dead() {
		UUID dead = UUID.randomUUID();
		update("INSERT INTO " + this.prefix + "node (node_id, name, started_at, lease_until) VALUES ('" + dead
				+ "', 'dead', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)");
		update("UPDATE " + this.prefix + "live SET worker = '" + dead + "'");
		return dead;
	}

	@Test
	void theTasksOfALostNodeRunAgainOrEnd() throws Exception {
		BackgroundTaskRecord restarted = Records.named("chat", "restart");
		BackgroundTaskRecord failed = Records.named("chat", "fail");
		BackgroundTaskRecord pending = Records.named("chat", "pending");
		store(Records.accept(restarted), Records.accept(failed), Records.accept(pending));
		BackgroundTaskRecord running = Records.running(restarted, "worker_dead");
		KeptValue checkpoint = new KeptValue.Checkpoint(new JsonPayload("7"));
		store(Records.change(restarted, running, 2));
		store(new JournalChange.Kept(running, checkpoint));
		UUID dead = dead();
		this.journal.start(this.host);
		List<StoredTask> taken = new ArrayList<>();
		taken.add(this.host.taken.poll(1, TimeUnit.MINUTES));
		taken.add(this.host.taken.poll(1, TimeUnit.MINUTES));
		assertThat(taken).extracting((task) -> task.record().id()).containsExactlyInAnyOrder("restart", "pending");
		StoredTask again = taken.stream().filter((task) -> task.record().id().equals("restart")).findFirst().get();
		assertThat(again.record().attempt()).isEqualTo(2);
		assertThat(again.revision()).isEqualTo(3);
		assertThat(again.recoveries()).isOne();
		assertThat(this.host.details).extracting(StoredDetails::kept).contains(List.of(checkpoint));
		StoredTask ended = this.journal.find(failed.uid());
		assertThat(ended.record().state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(this.host.published).hasSize(2);
		Signals.await(() -> number("SELECT COUNT(*) FROM " + this.prefix + "node WHERE node_id = '" + dead + "'") == 0);
		assertThat(number("SELECT COUNT(*) FROM " + this.prefix + "live WHERE worker = '" + node() + "'")).isEqualTo(2);
	}

	@Test
	void theEventsThatALostNodeHasNotPlacedArePlaced() throws Exception {
		store(Records.accept(Records.named("chat", "pending")));
		UUID dead = dead();
		update("UPDATE " + this.prefix + "event SET node_id = '" + dead + "', lane = -2");
		this.journal.start(this.host);
		assertThat(this.host.taken.poll(1, TimeUnit.MINUTES)).isNotNull();
		assertThat(
				number("SELECT COUNT(*) FROM " + this.prefix + "event WHERE lane = -1 AND node_id = '" + node() + "'"))
			.isOne();
	}

	@Test
	void tasksAreTakenTogetherAndLostNodesMeanwhile() throws Exception {
		store(Records.accept(Records.named("chat", "pending")), Records.accept(Records.named("chat", "pending2")));
		update("UPDATE " + this.prefix + "live SET worker = NULL");
		this.host.meeting = new CyclicBarrier(3);
		this.journal.start(this.host);
		UUID dead = UUID.randomUUID();
		update("INSERT INTO " + this.prefix + "node (node_id, name, started_at, lease_until) VALUES ('" + dead
				+ "', 'dead', CURRENT_TIMESTAMP, CURRENT_TIMESTAMP)");
		Signals.await(() -> number("SELECT COUNT(*) FROM " + this.prefix + "node WHERE node_id = '" + dead + "'") == 0);
		this.host.meeting.await(1, TimeUnit.MINUTES);
		assertThat(this.host.taken.poll(1, TimeUnit.MINUTES)).isNotNull();
		assertThat(this.host.taken.poll(1, TimeUnit.MINUTES)).isNotNull();
	}

	/** The host has dropped the task, since the commit failed for its caller. */
	@Test
	void aTaskWhoseTransactionIsInDoubtRunsIfItWasCommitted() throws Exception {
		FaultyPool faulty = new FaultyPool(this.pool);
		JdbcTaskJournal joined = journal(faulty);
		joined.open();
		BackgroundTaskRecord record = Records.named("chat", "pending");
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(faulty));
		faulty.nextCallerCommit.set((connection) -> {
			connection.commit();
			throw FaultyPool.lost();
		});
		assertThatException().isThrownBy(
				() -> transaction.executeWithoutResult((status) -> joined.join(Records.list(Records.accept(record)))));
		joined.start(this.host);
		Signals.await(() -> {
			joined.stopping(false); // asks for a round
			return !this.host.taken.isEmpty();
		});
		Signals.await(() -> number("SELECT COUNT(*) FROM " + this.prefix + "event WHERE lane >= 0") == 1);
	}

	@Test
	void aTaskThatTheHostCannotTakeIsGivenBack() throws Exception {
		store(Records.accept(Records.named("chat", "pending")));
		update("UPDATE " + this.prefix + "live SET worker = NULL");
		this.host.refusals.release();
		this.journal.start(this.host);
		Signals.await(() -> this.host.refusals.availablePermits() == 0);
		Signals.await(() -> number("SELECT COUNT(*) FROM " + this.prefix + "live WHERE worker IS NULL") == 1);
	}

	@Test
	void aWorkerThatWasTakenOverStoresNothing() throws Exception {
		BackgroundTaskRecord record = Records.named("chat", "restart");
		store(Records.accept(record));
		BackgroundTaskRecord running = Records.running(record, this.journal.workerId());
		store(Records.change(record, running, 2));
		update("UPDATE " + this.prefix + "node SET fenced_at = CURRENT_TIMESTAMP WHERE node_id = '" + node() + "'");
		JdbcTaskJournal other = journal(this.pool);
		other.start(this.host);
		StoredTask taken = this.host.taken.poll(1, TimeUnit.MINUTES);
		assertThat(taken.record().attempt()).isEqualTo(2);
		assertThat(org.assertj.core.api.Assertions.catchThrowable(
				() -> commit(Records.change(running, Records.ended(running, BackgroundTaskState.COMPLETED), 3))) != null
				|| commit(Records.change(running, Records.ended(running, BackgroundTaskState.COMPLETED),
						3)) != io.github.taskhost.spi.JournalResult.Stored.STORED)
			.isTrue();
		assertThat(this.journal.find(record.uid()).record().state()).isEqualTo(BackgroundTaskState.PENDING);
	}

	@Test
	void aTaskThatWasTakenIsNotStartedHere() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		update("UPDATE " + this.prefix + "live SET worker = NULL");
		BackgroundTaskRecord running = Records.running(record, this.journal.workerId());
		assertThat(commit(Records.change(record, running, 2))).isEqualTo(new JournalResult.Lost(record.uid()));
	}

	@Test
	void aStoppedNodeHandsItsTasksOver() throws Exception {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		this.journal.stop();
		JdbcTaskJournal next = journal(this.pool);
		next.start(this.host);
		assertThat(this.host.taken.poll(1, TimeUnit.MINUTES)).isEqualTo(new StoredTask(record, 1, 0));
		this.journal = next;
	}

	private static final class Host implements JournaledHost {

		private final BlockingQueue<StoredTask> taken = new LinkedBlockingQueue<>();

		private final BlockingQueue<StoredDetails> details = new LinkedBlockingQueue<>();

		private final BlockingQueue<BackgroundTaskEvent> published = new LinkedBlockingQueue<>();

		private final Semaphore refusals = new Semaphore(0);

		private volatile @Nullable CyclicBarrier meeting;

		@Override
		public boolean changed(UUID uid, @Nullable StoredTask task, StoredDetails some, List<TaskNotice> notices) {
			return false;
		}

		@Override
		public boolean has(UUID uid) {
			return false;
		}

		@Override
		public Instant oldestEnd() {
			return Instant.EPOCH;
		}

		@Override
		public int mostEnded() {
			return Integer.MAX_VALUE;
		}

		@Override
		public JournalChange.@Nullable Changed lost(StoredTask task) {
			BackgroundTaskRecord record = task.record();
			return switch (record.id()) {
				case "restart" -> Records.change(record,
						Records.next(record,
								(builder) -> builder.state(BackgroundTaskState.PENDING)
									.attempt(record.attempt() + 1)
									.workerId(null)),
						task.revision() + 1);
				case "fail" ->
					Records.change(record, Records.ended(record, BackgroundTaskState.FAILED), task.revision() + 1);
				default -> null;
			};
		}

		@Override
		public @Nullable String obstacle(StoredTask task) {
			return null;
		}

		@Override
		public void end(StoredTask task, StoredDetails details, String reason) {
		}

		@Override
		public void take(StoredTask task, StoredDetails kept) {
			if (this.refusals.tryAcquire()) {
				throw new IllegalStateException("cannot be taken");
			}
			CyclicBarrier present = this.meeting;
			if (present != null) {
				try {
					present.await(1, TimeUnit.MINUTES);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}
			this.details.add(kept);
			this.taken.add(task);
		}

		@Override
		public void publish(List<BackgroundTaskEvent> events) {
			this.published.addAll(events);
		}

		@Override
		public void fenced() {
		}

	}

}
