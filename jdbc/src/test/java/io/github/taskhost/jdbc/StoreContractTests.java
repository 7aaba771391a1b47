package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionPage;
import io.github.taskhost.event.SessionSummary;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.lifecycle.HistoryRules;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalReport.Dropped;
import io.github.taskhost.spi.JournalReport;
import io.github.taskhost.spi.JournalResult.Conflict;
import io.github.taskhost.spi.JournalResult.Duplicate;
import io.github.taskhost.spi.JournalResult.Lost;
import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.spi.StoredPage;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * What is stored is read again, and guards refuse what must not be stored.
 */
abstract class StoreContractTests extends AbstractJournalTests {

	@Test
	void everyFieldOfARecordIsReadAgain() {
		BackgroundTaskRecord record = Records.full("chat");
		store(Records.accept(record));
		assertThat(this.journal.find(record.uid())).isEqualTo(new StoredTask(record, 1, 0));
		assertThat(this.journal.find("chat", record.id())).isEqualTo(new StoredTask(record, 1, 0));
		BackgroundTaskRecord ended = Records.ended(record, BackgroundTaskState.COMPLETED);
		store(Records.change(record, ended, 2));
		assertThat(this.journal.find(record.uid())).isEqualTo(new StoredTask(ended, 2, 0));
		assertThat(count("live")).isZero();
		store(Records.remove(ended, 3));
		assertThat(this.journal.find(record.uid())).isNull();
		assertThat(count("task")).isZero();
	}

	@Test
	void aSessionIsCountedUpToALimitAndSaysSo() {
		store(IntStream.range(0, 1005)
			.mapToObj((i) -> Records.accept(Records.small("many")))
			.toArray(JournalChange[]::new));
		store(Records.accept(Records.small("few")));
		SessionPage page = this.journal.sessions(null, 10, null);
		assertThat(page.next()).isNull();
		assertThat(page.sessions()).extracting(SessionSummary::id).containsExactly("few", "many");
		assertThat(page.sessions()).extracting(SessionSummary::live).containsExactly(1L, 1000L);
		assertThat(page.sessions()).extracting(SessionSummary::partial).containsExactly(false, true);
		assertThat(page.sessions().getFirst().oldest()).isCloseTo(Records.START, within(1, ChronoUnit.MICROS));
	}

	@Test
	void aPageOfSessionsIsBounded() {
		store(IntStream.range(100, 205)
			.mapToObj((i) -> Records.accept(Records.small("s" + i)))
			.toArray(JournalChange[]::new));
		SessionPage first = this.journal.sessions(null, 1000, null);
		assertThat(first.sessions()).hasSize(100);
		assertThat(first.next()).isEqualTo("s199");
		SessionPage rest = this.journal.sessions("S", 1000, first.next());
		assertThat(rest.sessions()).extracting(SessionSummary::id)
			.containsExactly("s200", "s201", "s202", "s203", "s204");
		assertThat(rest.next()).isNull();
	}

	@Test
	void endedTasksAreCountedAmongTheNewestOfASession() {
		BackgroundTaskRecord oldest = Records.small("chat");
		BackgroundTaskRecord newest = Records.small("chat");
		store(Records.accept(oldest), Records.accept(newest));
		store(Records.change(oldest, Records.ended(oldest, BackgroundTaskState.FAILED), 2));
		assertThat(this.journal.session("chat").states())
			.isEqualTo(Map.of(BackgroundTaskState.PENDING, 1L, BackgroundTaskState.FAILED, 1L));
		assertThat(this.journal.session("chat").partial()).isFalse();
		store(IntStream.range(0, 2000)
			.mapToObj((i) -> Records.accept(Records.small("chat")))
			.toArray(JournalChange[]::new));
		assertThat(this.journal.session("chat").ended()).isZero();
		assertThat(this.journal.session("chat").partial()).isTrue();
	}

	@Test
	void aHistoryIsReadFromTheFirstAndTheNewestChanges() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		BackgroundTaskRecord before = record;
		for (int revision = 2; revision < 1100; revision++) {
			BackgroundTaskRecord after = before.toBuilder()
				.version(revision)
				.state((revision % 20 < 10) ? BackgroundTaskState.RUNNING : BackgroundTaskState.WAITING)
				.updatedAt(Records.START.plusSeconds(revision))
				.build();
			store(Records.change(before, after, revision));
			before = after;
		}
		TaskHistory changes = this.journal.history(record.uid());
		assertThat(changes.partial()).isTrue();
		assertThat(changes.entries()).hasSize(1001);
		assertThat(HistoryRules.ofChanges(changes).entries()).hasSize(TaskHistory.MAX_ENTRIES)
			.extracting((entry) -> entry.time().getEpochSecond() - Records.START.getEpochSecond())
			.isSorted()
			.startsWith(0L)
			.endsWith(1090L);
		assertThat(this.journal.history(UUID.randomUUID()).entries()).isEmpty();
	}

	@Test
	void aSmallRecordKeepsItsGeneratedId() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		assertThat(this.journal.find("chat", record.id())).isEqualTo(new StoredTask(record, 1, 0));
		assertThat(this.journal.find("other", record.id())).isNull();
		assertThat(this.journal.findAll(record.id(), 10)).containsExactly(new StoredTask(record, 1, 0));
	}

	@Test
	void aChangeOverAnotherRevisionIsAConflictAndStoresNothing() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		BackgroundTaskRecord running = Records.running(record, this.journal.workerId());
		store(Records.change(record, running, 2));
		assertThat(commit(Records.change(record, running, 2))).isEqualTo(new Conflict(record.uid()));
		assertThat(commit(Records.change(running, Records.ended(running, BackgroundTaskState.FAILED), 4)))
			.isEqualTo(new Conflict(record.uid()));
		assertThat(commit(Records.remove(running, 2))).isEqualTo(new Conflict(record.uid()));
		assertThat(this.journal.find(record.uid())).isEqualTo(new StoredTask(running, 2, 0));
		assertThat(count("event")).isEqualTo(2);
	}

	@Test
	void aChangeOfThisWorkerIsLostIfAnotherWorkerHasTheTask() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		BackgroundTaskRecord running = Records.running(record, this.journal.workerId());
		store(Records.change(record, running, 2));
		update("UPDATE " + this.prefix + "live SET worker = '" + UUID.randomUUID() + "'");
		assertThat(commit(Records.change(running, Records.ended(running, BackgroundTaskState.COMPLETED), 3)))
			.isEqualTo(new Lost(record.uid()));
	}

	@Test
	void aValueOfThisWorkerIsLostIfNoWorkerHasTheTask() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		update("UPDATE " + this.prefix + "live SET worker = NULL");
		assertThat(commit(new JournalChange.Kept(record, new KeptValue.Checkpoint(new JsonPayload("1")))))
			.isEqualTo(new Lost(record.uid()));
	}

	@Test
	void aRequestForATaskWithoutAWorkerIsStoredAlsoByItsFormerWorker() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		BackgroundTaskRecord running = Records.running(record, this.journal.workerId());
		store(Records.change(record, running, 2));
		update("UPDATE " + this.prefix + "live SET worker = NULL");
		store(new JournalChange.Changed(running, Records.ended(running, BackgroundTaskState.CANCELLED), 3, false,
				List.of(), JournalChange.Additions.NONE, TaskNotice.Signal.CHANGED));
		assertThat(count("live")).isZero();
	}

	@Test
	void aTaskWithTheIdOfALiveTaskIsADuplicate() {
		BackgroundTaskRecord first = Records.named("chat", "import:1");
		BackgroundTaskRecord second = Records.named("chat", "import:1");
		store(Records.accept(first));
		assertThat(commit(Records.accept(second))).isEqualTo(new Duplicate(new StoredTask(first, 1, 0), false));
		store(Records.accept(Records.named("other", "import:1")));
		BackgroundTaskRecord ended = Records.ended(first, BackgroundTaskState.COMPLETED);
		store(Records.change(first, ended, 2));
		store(Records.accept(second));
		assertThat(this.journal.find("chat", "import:1")).isEqualTo(new StoredTask(second, 1, 0));
		assertThat(this.journal.findAll("import:1", 10)).hasSize(2);
	}

	@Test
	void aTaskWithAHeldKeyIsADuplicateOfItsHolder() {
		for (IdempotencyPolicy policy : IdempotencyPolicy.values()) {
			String key = "key-" + policy;
			BackgroundTaskRecord first = Records.keyed("chat", key, policy);
			store(Records.accept(first));
			assertThat(commit(Records.accept(Records.keyed("chat", key, policy))))
				.isEqualTo(new Duplicate(new StoredTask(first, 1, 0), true));
			BackgroundTaskRecord completed = Records.ended(first, BackgroundTaskState.COMPLETED);
			store(Records.change(first, completed, 2));
			BackgroundTaskRecord again = Records.keyed("chat", key, policy);
			if (policy == IdempotencyPolicy.WHILE_LIVE) {
				store(Records.accept(again));
			}
			else {
				assertThat(commit(Records.accept(again)))
					.isEqualTo(new Duplicate(new StoredTask(completed, 2, 0), true));
			}
		}
		assertThat(count("live")).isOne();
	}

	@Test
	void aKeyWhoseWindowHasPassedIsTakenByTheChangeThatWantsIt() {
		BackgroundTaskRecord first = windowed(Records.START);
		BackgroundTaskRecord within = windowed(Records.after(59));
		BackgroundTaskRecord second = windowed(Records.after(60));
		store(Records.accept(first));
		assertThat(commit(Records.accept(within)))
			.isEqualTo(new Duplicate(new StoredTask(first, 1, 0), /* byKey= */ true));
		store(Records.accept(second));
		BackgroundTaskRecord running = Records.running(first, this.journal.workerId());
		store(Records.change(first, running, 2));
		store(Records.change(running, Records.ended(running, BackgroundTaskState.COMPLETED), 3));
		assertThat(this.journal.holders("chat", List.of("key"))).containsExactly(new StoredTask(second, 1, 0));
	}

	private static BackgroundTaskRecord windowed(Instant time) {
		BackgroundTaskRegistration registration = BackgroundTaskRegistration.ofKind("import")
			.idempotencyKey("key", Duration.ofMinutes(1))
			.build();
		return BackgroundTaskRecord.builder(Records.uid(), "chat", registration, time)
			.version(1)
			.eventSequence(1)
			.build();
	}

	@Test
	void aTaskThatFailedLeavesItsKey() {
		BackgroundTaskRecord first = Records.keyed("chat", "key", IdempotencyPolicy.UNTIL_SUCCESS);
		store(Records.accept(first));
		store(Records.change(first, Records.ended(first, BackgroundTaskState.FAILED), 2));
		store(Records.accept(Records.keyed("chat", "key", IdempotencyPolicy.UNTIL_SUCCESS)));
	}

	@Test
	void changesThatBelongTogetherAreStoredAllOrNone() {
		BackgroundTaskRecord holder = Records.named("chat", "taken");
		store(Records.accept(holder));
		BackgroundTaskRecord first = Records.small("chat");
		BackgroundTaskRecord second = Records.small("other");
		assertThat(
				commit(Records.accept(first), Records.accept(Records.named("chat", "taken")), Records.accept(second)))
			.isEqualTo(new Duplicate(new StoredTask(holder, 1, 0), false));
		assertThat(this.journal.find(first.uid())).isNull();
		assertThat(count("event")).isOne();
		store(Records.accept(first), Records.accept(second));
		BackgroundTaskRecord ended = Records.ended(first, BackgroundTaskState.CANCELLED);
		assertThat(commit(Records.change(first, ended, 2), Records.change(second, second, 5)))
			.isEqualTo(new Conflict(second.uid()));
		assertThat(this.journal.find(first.uid())).isEqualTo(new StoredTask(first, 1, 0));
	}

	@Test
	void aTaskMovesWithItsWakes() {
		BackgroundTaskRecord record = Records.named("chat", "import:1");
		store(Records.accept(record));
		BackgroundTaskRecord asked = Records.next(record, (builder) -> builder.state(BackgroundTaskState.WAITING));
		store(Records.change(record, asked, 2, new Additions(null, null,
				new SessionWake(1, "chat", asked.id(), asked.uid(), WakeReason.QUESTION, asked.updatedAt()))));
		BackgroundTaskRecord moved = Records.next(asked, (builder) -> builder.sessionId("other"));
		store(Records.change(asked, moved, 3));
		assertThat(this.journal.find("chat", "import:1")).isNull();
		assertThat(this.journal.find("other", "import:1")).isEqualTo(new StoredTask(moved, 3, 0));
		assertThat(this.journal.drainWakes("chat", 1000).wakes()).isEmpty();
		assertThat(this.journal.drainWakes("other", 1000).wakes()).extracting(SessionWake::reason)
			.containsExactly(WakeReason.QUESTION);
		assertThat(this.journal.drainWakes("other", 1000).wakes()).isEmpty();
	}

	@Test
	void aMoveToWhereTheIdOrKeyIsTakenIsADuplicate() {
		BackgroundTaskRecord id = Records.named("chat", "import:1");
		BackgroundTaskRecord key = Records.keyed("chat", "key", IdempotencyPolicy.RETAINED);
		BackgroundTaskRecord idHolder = Records.named("other", "import:1");
		BackgroundTaskRecord keyHolder = Records.keyed("other", "key", IdempotencyPolicy.RETAINED);
		store(Records.accept(id), Records.accept(key), Records.accept(idHolder), Records.accept(keyHolder));
		assertThat(commit(Records.change(id, Records.next(id, (builder) -> builder.sessionId("other")), 2)))
			.isEqualTo(new Duplicate(new StoredTask(idHolder, 1, 0), false));
		assertThat(commit(Records.change(key, Records.next(key, (builder) -> builder.sessionId("other")), 2)))
			.isEqualTo(new Duplicate(new StoredTask(keyHolder, 1, 0), true));
	}

	@Test
	void messagesAndKeptValuesAreReadAgain() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		TaskMessage message = message("tmsg_1", MessageDelivery.QUEUED);
		KeptValue.KeptAnswer answer = new KeptValue.KeptAnswer(InputRequest.of("publish", "Publish?").withNumber(1),
				new Answer("publish", new JsonPayload("[ true ]"), Records.START, "jane"), "boolean");
		KeptValue step = new KeptValue.StepResult("load: a", new JsonPayload("{ \"a\": 1.0 }"));
		KeptValue checkpoint = new KeptValue.Checkpoint(new JsonPayload("2"));
		KeptValue nothing = new KeptValue.StepResult("nothing", null);
		store(record, new Additions(message, null, null), 2);
		store(record, new Additions(message.withDelivery(MessageDelivery.DELIVERED), null, null), 3);
		store(record, new Additions(message("tmsg_0", MessageDelivery.QUEUED), answer, null), 4);
		store(new JournalChange.Kept(record, checkpoint));
		store(new JournalChange.Kept(record, step));
		store(new JournalChange.Kept(record, nothing));
		store(new JournalChange.Kept(record, new KeptValue.Checkpoint(new JsonPayload("3"))));
		assertThat(this.journal.details(record.uid()).messages()).containsExactly(
				message.withDelivery(MessageDelivery.DELIVERED), message("tmsg_0", MessageDelivery.QUEUED));
		assertThat(this.journal.details(record.uid()).kept()).containsExactlyInAnyOrder(answer, step, nothing,
				new KeptValue.Checkpoint(new JsonPayload("3")));
		store(Records.remove(record, 5));
		assertThat(this.journal.details(record.uid()).messages()).isEmpty();
		assertThat(count("checkpoint") + count("message") + count("live")).isZero();
	}

	private void store(BackgroundTaskRecord record, Additions additions, long revision) {
		store(Records.change(record, record, revision, additions));
	}

	private static TaskMessage message(String id, MessageDelivery delivery) {
		return new TaskMessage(id, MessageDirection.INBOUND,
				List.of(new TaskMessagePart.Text("a\0b"), new TaskMessagePart.Data(new JsonPayload("{ \"a\":1 }"))),
				Records.START, "jane", null, delivery);
	}

	@Test
	void pagesFollowOneAnotherAndFilter() {
		BackgroundTaskRecord parent = Records.small("chat");
		store(Records.accept(parent));
		for (int i = 0; i < 5; i++) {
			BackgroundTaskRecord child = Records.small("chat").toBuilder().parentUid(parent.uid()).build();
			store(Records.accept(child));
			if (i % 2 == 0) {
				store(Records.change(child, Records.ended(child, BackgroundTaskState.COMPLETED), 2));
			}
		}
		store(Records.accept(Records.of("chat", BackgroundTaskRegistration.ofKind("export").build())));
		store(Records.accept(Records.small("other")));
		assertThat(walk(BackgroundTaskFilter.all())).hasSize(8).isSorted();
		assertThat(walk(BackgroundTaskFilter.live())).hasSize(5).isSorted();
		assertThat(walk(BackgroundTaskFilter.ofSession("chat"))).hasSize(4);
		assertThat(walk(BackgroundTaskFilter.ofSession("chat").withTerminal().withKind("export"))).hasSize(1);
		assertThat(walk(BackgroundTaskFilter.all().withStates(Set.of(BackgroundTaskState.COMPLETED)))).hasSize(3);
		assertThat(walk(BackgroundTaskFilter.all()
			.withStates(Set.of(BackgroundTaskState.COMPLETED, BackgroundTaskState.PENDING)))).hasSize(8);
		assertThat(this.journal.children(parent.uid(), 10)).hasSize(5);
		assertThat(this.journal.children(parent.uid(), 3)).hasSize(3);
	}

	@Test
	void pagesGoInBothDirectionsAndFindTasksByTheirRecords() {
		BackgroundTaskRecord parent = Records.small("chat");
		store(Records.accept(parent));
		List<BackgroundTaskRecord> children = new java.util.ArrayList<>();
		for (int i = 0; i < 5; i++) {
			BackgroundTaskRecord child = Records
				.of("chat",
						BackgroundTaskRegistration.ofKind("import")
							.displayName("Räder " + i)
							.input(new JsonPayload("{ \"rows\": 7 }"))
							.build())
				.toBuilder()
				.parentUid(parent.uid())
				.createdAt(Records.START.plusSeconds(i))
				.build();
			store(Records.accept(child));
			children.add(child);
		}
		BackgroundTaskFilter all = BackgroundTaskFilter.all();
		List<UUID> uids = children.stream().map(BackgroundTaskRecord::uid).toList();
		assertThat(walk(all.withParent(parent.uid()))).isEqualTo(uids);
		assertThat(walk(all.withText("räDER"))).isEqualTo(uids);
		assertThat(walk(all.withText("räder 3"))).containsExactly(uids.get(3));
		assertThat(walk(all.withText(uids.get(2).toString()))).containsExactly(uids.get(2));
		assertThat(walk(BackgroundTaskFilter.live().withSession("chat").withText("RÄD"))).isEqualTo(uids);
		assertThat(walk(all.withWorker("worker_of-others"))).isEmpty();
		assertThat(walk(all.withFailureKind(FailureKind.TIMEOUT))).isEmpty();
		StoredPage found = this.journal.page(all.withText("räder"), TaskOrder.NEWEST_FIRST, 2, null);
		assertThat(found.tasks()).extracting(StoredTask::record).containsExactly(children.get(4), children.get(3));
		assertThat(found.last()).isEqualTo(uids.get(2));
		for (BackgroundTaskFilter filter : List.of(all.withParent(parent.uid()), all.withText("räder"))) {
			assertThat(newestFirst(filter)).isEqualTo(uids.reversed());
		}
	}

	@Test
	void searchEndsWithItsBudgetAndGoesOn() {
		BackgroundTaskRecord wanted = Records.of("chat",
				BackgroundTaskRegistration.ofKind("import").displayName("needle").build());
		BackgroundTaskRecord other = Records.small("chat");
		store(Records.accept(wanted), Records.accept(other));
		String digits = "(VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))";
		update("INSERT INTO " + this.prefix
				+ "task (uid, session_id, kind, created_at, ended_at, end_state, version, record) SELECT "
				+ "CAST('01900000-0001-7000-8000-00000000' || a.i || b.i || c.i || d.i AS UUID), l.session_id, l.kind, "
				+ "CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 'COMPLETED', 1, l.record FROM " + this.prefix + "live l, "
				+ digits + " a(i), " + digits + " b(i), " + digits + " c(i), " + digits + " d(i) WHERE l.uid = '"
				+ other.uid() + "'");
		BackgroundTaskFilter filter = BackgroundTaskFilter.all().withText("needle");
		StoredPage first = this.journal.page(filter, TaskOrder.NEWEST_FIRST, 5, null);
		assertThat(first.tasks()).isEmpty();
		assertThat(first.partial()).isTrue();
		assertThat(first.last()).isEqualTo(other.uid());
		StoredPage second = this.journal.page(filter, TaskOrder.NEWEST_FIRST, 5, first.last());
		assertThat(second.tasks()).extracting(StoredTask::record).containsExactly(wanted);
		assertThat(second.partial()).isFalse();
		assertThat(second.last()).isNull();
		StoredPage oldest = this.journal.page(filter, TaskOrder.OLDEST_FIRST, 5, null);
		assertThat(oldest.tasks()).extracting(StoredTask::record).containsExactly(wanted);
		assertThat(oldest.partial()).isTrue();
		assertThat(this.journal.page(filter, TaskOrder.OLDEST_FIRST, 5, oldest.last()))
			.isEqualTo(new StoredPage(List.of(), null, false));
	}

	private List<UUID> newestFirst(BackgroundTaskFilter filter) {
		List<UUID> uids = new java.util.ArrayList<>();
		UUID from = null;
		do {
			StoredPage page = this.journal.page(filter, TaskOrder.NEWEST_FIRST, 2, from);
			page.tasks().forEach((task) -> uids.add(task.record().uid()));
			from = page.last();
		}
		while (from != null);
		return uids;
	}

	private List<UUID> walk(BackgroundTaskFilter filter) {
		List<UUID> uids = new java.util.ArrayList<>();
		StoredPage page = this.journal.page(filter, TaskOrder.OLDEST_FIRST, 2, null);
		while (true) {
			page.tasks().forEach((task) -> uids.add(task.record().uid()));
			if (page.last() == null) {
				return uids;
			}
			assertThat(page.tasks()).hasSize(2);
			page = this.journal.page(filter, TaskOrder.OLDEST_FIRST, 2, uids.get(uids.size() - 1));
		}
	}

	@Test
	void aRowThatCannotBeReadIsShownWithItsColumnsBesideItsNeighbours() {
		BackgroundTaskRecord parent = Records.small("chat");
		BackgroundTaskRecord first = Records
			.of("chat",
					BackgroundTaskRegistration.ofKind("import")
						.id("import:1")
						.idempotencyKey("key-1")
						.input(new JsonPayload("{ \"rows\": 7 }"))
						.build())
			.toBuilder()
			.parentUid(parent.uid())
			.build();
		BackgroundTaskRecord second = Records.small("chat");
		store(Records.accept(parent), Records.accept(first), Records.accept(second));
		spoil(first.uid());
		StoredTask shown = this.journal.find(first.uid());
		assertThat(shown.readable()).isFalse();
		assertThat(shown.revision()).isOne();
		BackgroundTaskRecord placeholder = shown.record();
		assertThat(placeholder.id()).isEqualTo("import:1");
		assertThat(placeholder.sessionId()).isEqualTo("chat");
		assertThat(placeholder.kind()).isEqualTo("import");
		assertThat(placeholder.state()).isEqualTo(BackgroundTaskState.PENDING);
		assertThat(placeholder.parentUid()).isEqualTo(parent.uid());
		assertThat(placeholder.idempotencyKey()).isEqualTo("key-1");
		assertThat(placeholder.input()).isEqualTo(first.input());
		assertThat(placeholder.createdAt().truncatedTo(ChronoUnit.MILLIS))
			.isEqualTo(Records.START.truncatedTo(ChronoUnit.MILLIS));
		assertThat(placeholder.workerId()).isEqualTo(this.journal.workerId());
		assertThat(placeholder.failure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.kind()).isEqualTo(FailureKind.UNREADABLE))
			.satisfies((failure) -> assertThat(failure.message()).contains("cannot be read", "id is missing"));
		assertThat(this.journal.page(BackgroundTaskFilter.all(), TaskOrder.OLDEST_FIRST, 10, null).tasks())
			.contains(shown, new StoredTask(second, 1, 0));
		assertThat(walk(BackgroundTaskFilter.all())).containsExactly(parent.uid(), first.uid(), second.uid());
		assertThat(this.journal.find("chat", "import:1")).isEqualTo(shown);
		assertThat(this.journal.findAll("import:1", 10)).containsExactly(shown);
		assertThat(this.journal.children(parent.uid(), 10)).containsExactly(shown);
		assertThat(commit(Records.accept(Records.named("chat", "import:1")))).isEqualTo(new Duplicate(shown, false));
		assertThat(commit(Records.accept(Records.keyed("chat", "key-1", IdempotencyPolicy.WHILE_LIVE))))
			.isEqualTo(new Duplicate(shown, true));
	}

	private void spoil(UUID uid) {
		update("UPDATE " + this.prefix + "live SET record = '{\"from\":\"the future\"}' WHERE uid = '" + uid + "'");
		update("UPDATE " + this.prefix + "task SET record = '{\"from\":\"the future\"}' WHERE uid = '" + uid
				+ "' AND end_state IS NOT NULL");
	}

	@Test
	void anEndedRowThatCannotBeReadHasItsEnd() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		store(Records.change(record, Records.ended(record, BackgroundTaskState.COMPLETED), 2));
		spoil(record.uid());
		BackgroundTaskRecord shown = this.journal.find("chat", record.id()).record();
		assertThat(shown.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(shown.finishedAt()).isNotNull();
		assertThat(shown.failure()).isNotNull();
	}

	@Test
	void detailsThatCannotBeReadAreLeftOut() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		TaskMessage first = message("tmsg_1", MessageDelivery.QUEUED);
		TaskMessage second = message("tmsg_2", MessageDelivery.QUEUED);
		store(record, new Additions(first, null, null), 2);
		store(record, new Additions(second, null, null), 3);
		update("UPDATE " + this.prefix + "message SET message = '[]' WHERE id = 'tmsg_1'");
		assertThat(this.journal.details(record.uid()).messages()).containsExactly(second);
	}

	@Test
	void theCharacterThatCannotBeStoredIsRefusedWithItsField() {
		BackgroundTaskRecord record = Records.of("chat",
				BackgroundTaskRegistration.ofKind("import").input(new JsonPayload("\"\0\"")).build());
		assertThatIllegalArgumentException().isThrownBy(() -> commit(Records.accept(record)))
			.withMessageContaining("input")
			.withMessageContaining("U+0000");
		assertThat(count("task")).isZero();
	}

	@Test
	void aReportIsReadOverTheRecordAndNeverOverADecision() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		BackgroundTaskRecord running = Records.running(record, this.journal.workerId());
		store(Records.change(record, running, 2));
		BackgroundTaskRecord reported = Records.next(running,
				(builder) -> builder.status("halfway")
					.progress(Progress.of(1, 2, "rows"))
					.updatedAt(Records.after(3).truncatedTo(java.time.temporal.ChronoUnit.MICROS))
					.heartbeatAt(Records.after(4).truncatedTo(java.time.temporal.ChronoUnit.MICROS)));
		TaskOutputLine line = new TaskOutputLine(1, "out", "a\0b", Records.START);
		this.journal.report(new JournalReport(reported, List.of(line), List.of()));
		flush();
		assertThat(this.journal.find(record.uid())).isEqualTo(new StoredTask(reported, 2, 0));
		assertThat(this.journal.details(record.uid()).output()).containsExactly(line);
		BackgroundTaskRecord waiting = Records.next(reported,
				(builder) -> builder.state(BackgroundTaskState.WAITING).status("asking"));
		store(Records.change(running, waiting, 3));
		this.journal.report(new JournalReport(reported, List.of(), List.of()));
		flush();
		assertThat(this.journal.find(record.uid())).isEqualTo(new StoredTask(waiting, 3, 0));
	}

	@Test
	void linesAndMessagesPastTheLimitsAreRemoved() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		BackgroundTaskRecord running = Records.running(record, this.journal.workerId());
		TaskMessage first = message("m1", MessageDelivery.DELIVERED);
		TaskMessage second = message("m2", MessageDelivery.DELIVERED);
		store(Records.change(record, running, 2, new Additions(first, null, null)));
		store(Records.change(running, running, 3, new Additions(second, null, null)));
		List<TaskOutputLine> lines = new ArrayList<>();
		for (int i = 1; i <= 3; i++) {
			lines.add(new TaskOutputLine(i, "out", "line " + i, Records.START));
		}
		this.journal.report(new JournalReport(running, lines, List.of(), new Dropped(1, List.of())));
		flush();
		assertThat(this.journal.details(record.uid()).output()).isEqualTo(lines.subList(1, 3));
		this.journal.report(new JournalReport(running, List.of(), List.of(), new Dropped(2, List.of("m1"))));
		store(Records.change(running, Records.ended(running, BackgroundTaskState.COMPLETED), 4));
		flush();
		assertThat(this.journal.details(record.uid()).output()).isEqualTo(lines.subList(2, 3));
		assertThat(this.journal.details(record.uid()).messages()).containsExactly(second);
	}

	@Test
	void aReportOfALockedTaskHoldsUpNoOther() throws Exception {
		BackgroundTaskRecord locked = Records.small("chat");
		BackgroundTaskRecord free = Records.small("chat");
		store(Records.accept(locked), Records.accept(free));
		try (Connection connection = this.pool.getConnection(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.executeUpdate(
					"UPDATE " + this.prefix + "live SET attempt = attempt WHERE uid = '" + locked.uid() + "'");
			this.journal.report(status(locked));
			this.journal.report(status(free));
			Signals.await(() -> "reported".equals(this.journal.find(free.uid()).record().status()));
			assertThat(this.journal.find(locked.uid()).record().status()).isNotEqualTo("reported");
			connection.rollback();
			Signals.await(() -> "reported".equals(this.journal.find(locked.uid()).record().status()));
		}
	}

	private static JournalReport status(BackgroundTaskRecord record) {
		return new JournalReport(Records.next(record, (builder) -> builder.status("reported")), List.of(), List.of());
	}

	@Test
	void anEndStoresTheOutputThatWaited() {
		BackgroundTaskRecord record = Records.small("chat");
		store(Records.accept(record));
		BackgroundTaskRecord running = Records.running(record, this.journal.workerId());
		store(Records.change(record, running, 2));
		TaskOutputLine line = new TaskOutputLine(1, "out", "last words", Records.START);
		this.journal.report(new JournalReport(running, List.of(line), List.of()));
		store(Records.change(running, Records.ended(running, BackgroundTaskState.COMPLETED), 3));
		assertThat(this.journal.details(record.uid()).output()).containsExactly(line);
	}

	/** Waits for the end of a flush that began after this call. */
	private void flush() {
		BackgroundTaskRecord marker = Records.small("marker");
		store(Records.accept(marker));
		BackgroundTaskRecord marked = Records.next(marker, (builder) -> builder.status("mark"));
		this.journal.report(new JournalReport(marked, List.of(), List.of()));
		Signals.await(() -> "mark".equals(this.journal.find(marker.uid()).record().status()));
	}

}
