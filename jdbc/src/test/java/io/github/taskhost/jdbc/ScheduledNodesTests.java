package io.github.taskhost.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.schedule.OverlapPolicy;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleOptions;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.ScheduledRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Schedules of several nodes: one run for each due time, whatever happens to a node.
 */
@Timeout(120)
class ScheduledNodesTests {

	private static final Duration PERIOD = Duration.ofSeconds(1);

	private final Queue<Run> runs = new ConcurrentLinkedQueue<>();

	private Nodes nodes;

	@BeforeEach
	void open() throws Exception {
		this.nodes = new Nodes();
	}

	@AfterEach
	void close() {
		this.nodes.close();
	}

	private void run(int node, BackgroundTaskContext context) {
		this.runs.add(new Run(node, context.record(), Instant.now()));
	}

	private static ScheduleRecord schedule(Nodes.Node node) {
		return node.host().session("s1").schedule("tick", Schedule.every(PERIOD), TaskRequest.of("tick"));
	}

	/** The tasks that were started, by their due times. */
	private Map<Instant, List<Object>> tasksByDueTime() {
		return this.runs.stream()
			.collect(Collectors.groupingBy(Run::due, Collectors.collectingAndThen(Collectors.toList(),
					(all) -> all.stream().<Object>map((run) -> run.record().uid()).distinct().toList())));
	}

	private void awaitRuns(int count) {
		Signals.await(() -> this.runs.size() >= count);
	}

	@Test
	void eachDueTimeHasOneRunAlsoWhenANodeIsLost() {
		Nodes.Node first = this.nodes.start(this::run, "tick");
		Nodes.Node second = this.nodes.start(this::run, "tick");
		this.nodes.awaitPeers();
		schedule(first);
		awaitRuns(4);
		first.connections().close();
		Signals.await(() -> this.runs.stream().filter((run) -> run.node() == second.number()).count() >= 4);
		assertThat(tasksByDueTime().values()).allSatisfy((tasks) -> assertThat(tasks).hasSize(1));
		ScheduleRecord after = second.host().session("s1").schedules().find("tick").orElseThrow();
		assertThat(after.progress().counts().runs()).isGreaterThanOrEqualTo(tasksByDueTime().size());
		assertThat(this.runs.stream().map(Run::link).map(ScheduledRun::previous).filter((uid) -> uid != null).toList())
			.allSatisfy((uid) -> assertThat(this.runs).anyMatch((run) -> run.record().uid().equals(uid)));
	}

	@Test
	void dueTimesAreMetWithoutPolls() {
		Nodes.Node node = this.nodes.start(this::run, "tick");
		schedule(node);
		awaitRuns(5);
		assertThat(this.runs.stream().map(Run::late).sorted().toList().get(this.runs.size() / 2))
			.isLessThan(Duration.ofSeconds(1));
	}

	@Test
	void nodeWithoutTheKindLeavesTheScheduleToOthers() {
		Nodes.Node old = this.nodes.start(this::run, "other");
		Nodes.Node node = this.nodes.start(this::run, "tick");
		this.nodes.awaitPeers();
		schedule(node);
		awaitRuns(4);
		assertThat(this.runs).allMatch((run) -> run.node() == node.number());
		assertThat(old.host().session("s1").schedules().list()).hasSize(1);
		assertThat(old.host().session("s1").schedules().pause("tick").next()).isEmpty();
		assertThat(node.host().session("s1").schedules().find("tick").orElseThrow().next()).isEmpty();
	}

	/** Due since an hour, of a kind that was removed from the code. */
	private void orphan(int number) {
		this.nodes.update("INSERT INTO #schedule (session_id, id, uid, kind, created_at, definition, state, progress, "
				+ "next_due, look_at, awaits_end, version) SELECT 'gone', n::text, gen_random_uuid(), 'gone', created_at, "
				+ "definition, state, progress, next_due, now() - interval '1 hour', false, 1 FROM #schedule, "
				+ "generate_series(1, " + number + ") n");
	}

	@Test
	void schedulesWithoutANodeDelayNoOthers() {
		Nodes.Node node = this.nodes.start(this::run, "tick");
		schedule(node);
		orphan(150);
		int before = this.runs.size();
		awaitRuns(before + 4);
		assertThat(tasksByDueTime().values()).allSatisfy((tasks) -> assertThat(tasks).hasSize(1));
	}

	@Test
	void scheduleWithoutANodeIsOverdue() {
		Nodes.Node node = this.nodes.start(this::run, "tick");
		schedule(node);
		orphan(1);
		Signals.await(() -> node.host().statistics().schedules().overdue().toMinutes() >= 59);
	}

	@Test
	void scheduleIsAPartOfTheTransactionOfItsCaller() {
		Nodes.Node node = this.nodes.start(this::run, "tick");
		TaskSession session = node.host().session("s1");
		TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(node.pool()));
		transaction.executeWithoutResult((status) -> {
			schedule(node);
			status.setRollbackOnly();
		});
		assertThat(session.schedules().list()).isEmpty();
		transaction.executeWithoutResult((status) -> {
			schedule(node);
			session.schedules().trigger("tick");
			assertThat(this.runs).isEmpty();
		});
		awaitRuns(2);
		assertThat(session.schedules().find("tick").orElseThrow().progress().counts().runs()).isPositive();
	}

	@Test
	void endOfARunOnAnotherNodeStartsTheQueuedOne() {
		Nodes.Node first = this.nodes.start(this::run, "tick");
		Nodes.Node second = this.nodes.start(this::run, "tick");
		this.nodes.awaitPeers();
		ScheduleOptions queue = ScheduleOptions.DEFAULT.withOverlap(OverlapPolicy.QUEUE);
		first.host().session("s1").schedule("delayed", Schedule.fixedDelay(PERIOD), TaskRequest.of("tick"), queue);
		second.host().session("s1").schedule("delayed", Schedule.fixedDelay(PERIOD), TaskRequest.of("tick"), queue);
		awaitRuns(4);
		Collection<List<Object>> tasks = tasksByDueTime().values();
		assertThat(tasks).allSatisfy((each) -> assertThat(each).hasSize(1));
	}

	/** The end comes before the commit that makes the schedule wait for it. */
	@Test
	void endDuringATransactionStartsTheRunThatItQueues() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		Nodes.Node node = this.nodes.start((number, context) -> {
			run(number, context);
			release.await();
		}, "tick");
		TaskSession session = node.host().session("s1");
		session.schedule("tick", Schedule.every(Duration.ofDays(1)), TaskRequest.of("tick"),
				ScheduleOptions.DEFAULT.withOverlap(OverlapPolicy.QUEUE));
		UUID first = session.schedules().trigger("tick").orElseThrow();
		awaitRuns(1);
		new TransactionTemplate(new DataSourceTransactionManager(node.pool())).executeWithoutResult((status) -> {
			assertThat(session.schedules().trigger("tick")).isEmpty();
			release.countDown();
			Signals.await(() -> this.nodes.number("SELECT COUNT(*) FROM pg_stat_activity "
					+ "WHERE wait_event_type = 'Lock' AND query LIKE '%#schedule %'") > 0);
		});
		awaitRuns(2);
		assertThat(this.runs).extracting((run) -> run.link().previous()).containsExactly(null, first);
	}

	/**
	 * A run that has begun.
	 *
	 * @param node the number of its node
	 * @param record its record
	 * @param time the time of its begin
	 */
	private record Run(int node, BackgroundTaskRecord record, Instant time) {

		ScheduledRun link() {
			return Objects.requireNonNull(this.record.registration().scheduledRun());
		}

		Instant due() {
			return link().due();
		}

		Duration late() {
			return Duration.between(due(), this.time);
		}

	}

}
