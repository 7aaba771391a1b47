package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.NodePair.Node;
import io.github.taskhost.jdbc.recovery.EndedTasks;
import io.github.taskhost.jdbc.row.PendingReport;
import io.github.taskhost.local.time.PlatformTimer;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.HostParts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Changes that meet a claim, a release or the loss of the node that has the task. */
class ChangesOfOthersTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final NodePair pair = new NodePair(TestServer.fastUrl(), Duration.ofSeconds(3));

	private final List<Node> started = new ArrayList<>();

	private Node node(HostParts parts, UnaryOperator<DataSource> form) {
		Node node = this.pair.node(BackgroundTaskHostOptions.withDefaults(), Clock.systemUTC(), new PlatformTimer(),
				(event) -> {
				}, parts, form);
		this.started.add(node);
		return node;
	}

	private Node node(HostParts parts) {
		return node(parts, UnaryOperator.identity());
	}

	private Node node() {
		return node(HostParts.NONE);
	}

	@AfterEach
	void stop() {
		this.started.forEach((node) -> node.pool().restore());
		this.started.reversed().forEach(Node::close);
	}

	private int count(String table, String where) {
		return this.pair.tables()
			.count("SELECT COUNT(*) FROM " + this.pair.tables().prefix() + table + " WHERE " + where);
	}

	private static String idOf(Node node) {
		return "'" + node.journal().workerId().substring("worker_".length()) + "'";
	}

	private static BackgroundTaskHandle<?> sleeping(Node node, String id) {
		return node.host().spawnManaged("s1", BackgroundTaskRegistration.ofKind("other").id(id).build(), (context) -> {
			context.sleep(Duration.ofDays(1));
			return null;
		});
	}

	private BackgroundTaskHandle<?> asking(Node node) {
		BackgroundTaskHandle<?> task = node.host()
			.submit("s1", TaskRequest.of(BackgroundTaskRegistration.ofKind(AskingExecutor.KIND).id("t1").build()));
		Signals.await(() -> task.record().inputRequest() != null);
		return task;
	}

	private static void answer(Node node) {
		node.host().task("s1", "t1").answer(AskingExecutor.KEY, new JsonPayload("\"yes\""));
	}

	@Test
	void releaseThatFailedDoesNotHappenLater() {
		Node node = node();
		UUID uid = sleeping(node, "t1").uid();
		node.pool().cut();
		assertThatExceptionOfType(JournalUnavailableException.class).isThrownBy(() -> node.journal().release(uid));
		node.pool().restore();
		Signals.await(() -> isReleased(node, UUID.randomUUID()));
		assertThat(count("live", "worker IS NULL")).isZero();
	}

	/** The pool may still give connections that were cut, for half a second. */
	private static boolean isReleased(Node node, UUID uid) {
		try {
			node.journal().release(uid);
			return true;
		}
		catch (JournalUnavailableException ex) {
			return false;
		}
	}

	@Test
	void cancelDuringTheClaimOfAnotherNodeArrivesThere() throws Exception {
		Node first = node(HostParts.NONE.withHandlers(new QuietHandler("held")));
		UUID uid = first.host()
			.submit("s1",
					TaskRequest
						.of(BackgroundTaskRegistration.ofKind("held").id("t1").startAfter(Duration.ofHours(1)).build()))
			.uid();
		first.close();
		Node canceller = node();
		AtomicReference<PausingPool> pausing = new AtomicReference<>();
		Node claimer = node(HostParts.NONE.withHandlers(new QuietHandler("held")), (pool) -> {
			pausing.set(new PausingPool(pool, "worker IS NULL AND attempt = ?", "commit"));
			return pausing.get();
		});
		pausing.get().awaitPause();
		CompletableFuture<?> cancel = CompletableFuture
			.supplyAsync(() -> canceller.host().requestCancel("t1", "enough"));
		Signals.await(() -> this.pair.tables()
			.count("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%"
					+ this.pair.tables().prefix() + "live%'") > 0);
		pausing.get().goOn();
		cancel.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		Signals.await(() -> claimer.host().statistics().live() == 0);
		assertThat(claimer.host().find(uid).orElseThrow().state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void answerToATaskWithoutAWorkerIsStored() {
		Node first = node(HostParts.NONE.withExecutors(new AskingExecutor()));
		UUID uid = asking(first).uid();
		first.close();
		Node other = node();
		this.pair.nodes(node(), other);
		answer(other);
		assertThat(other.host().find(uid).orElseThrow().inputRequest()).isNull();
		assertThat(count("message", "uid = '" + uid + "'")).isOne();
		assertThat(count("inbox", "TRUE")).isZero();
	}

	@Test
	void answerToALostNodeIsDeliveredByTheNextOne() {
		Node lost = node(HostParts.NONE.withExecutors(new AskingExecutor()));
		Node other = node();
		this.pair.nodes(lost, other);
		asking(lost);
		lost.pool().cut();
		answer(other);
		Signals.await(() -> count("live", "worker IS NULL") == 1 && count("node", "TRUE") == 1);
		AskingExecutor executor = new AskingExecutor();
		Node next = node(HostParts.NONE.withExecutors(executor));
		Signals.await(() -> executor.delivered() == 1);
		Signals.await(() -> next.host().task("s1", "t1").record().inputRequest() == null);
		Signals.await(() -> count("inbox", "TRUE") == 0);
	}

	@Test
	void outputOfATaskWithoutAWorkerIsStoredByTheNextOne() {
		Node first = node(HostParts.NONE.withExecutors(new AskingExecutor()));
		UUID uid = asking(first).uid();
		first.close();
		node().host().reporter("s1", "t1").output("out", "a line");
		node(HostParts.NONE.withExecutors(new AskingExecutor()));
		Signals.await(() -> count("output", "uid = '" + uid + "' AND line LIKE '%a line%'") == 1);
	}

	@Test
	void retentionKeepsOutputForTheNextNodeUntilTheEndOfTheTask() throws Exception {
		Node first = node(HostParts.NONE.withExecutors(new AskingExecutor()));
		asking(first);
		first.close();
		Node other = node();
		other.host().reporter("s1", "t1").output("out", "a line");
		String inbox = this.pair.tables().prefix() + "inbox";
		this.pair.tables()
			.execute("INSERT INTO " + inbox + " (worker, uid, notice) VALUES (gen_random_uuid(), gen_random_uuid(), "
					+ "'CHANGED')");
		retain(other);
		assertThat(count("inbox", "TRUE")).isOne();
		assertThat(count("inbox", "notice = 'OUTPUT'")).isOne();
		this.pair.tables().execute("DELETE FROM " + this.pair.tables().prefix() + "live");
		retain(other);
		assertThat(count("inbox", "TRUE")).isZero();
	}

	@Test
	void retentionKeepsTheNewestOutputForTheNextNode() throws Exception {
		Node first = node(HostParts.NONE.withExecutors(new AskingExecutor()));
		UUID uid = asking(first).uid();
		first.close();
		Node other = node();
		this.pair.tables()
			.execute("INSERT INTO " + this.pair.tables().prefix()
					+ "inbox (worker, uid, notice, content) SELECT '00000000-0000-0000-0000-000000000000', '" + uid
					+ "', 'OUTPUT', n FROM generate_series(1, " + (PendingReport.MAX_LINES + 10) + ") AS n");
		other.host().reporter("s1", "t1").output("out", "a line");
		retain(other);
		assertThat(count("inbox", "TRUE")).isEqualTo(PendingReport.MAX_LINES);
		assertThat(count("inbox", "content LIKE '%a line%'")).isOne();
		assertThat(count("inbox", "content IN ('11', '12')")).isOne();
	}

	private void retain(Node node) throws Exception {
		try (Connection connection = this.pair.tables().pool().getConnection()) {
			connection.setAutoCommit(false);
			new EndedTasks(node.journal().opened().store()).removeOld(connection, new QuietHost(() -> {
			}));
		}
	}

	@Test
	void outputThatMeetsTheReleaseOfItsTaskIsStoredByTheNextOne() {
		Node first = node(HostParts.NONE.withExecutors(new AskingExecutor()));
		UUID uid = asking(first).uid();
		first.close();
		Node one = node();
		Node other = node();
		this.pair.nodes(one, other);
		other.host().reporter("s1", "t1").output("out", "a line");
		this.pair.tables().execute("UPDATE " + this.pair.tables().prefix() + "inbox SET worker = " + idOf(one));
		Signals.await(() -> count("inbox", "worker = " + idOf(one)) == 0);
		node(HostParts.NONE.withExecutors(new AskingExecutor()));
		Signals.await(() -> count("output", "uid = '" + uid + "' AND line LIKE '%a line%'") == 1);
	}

	@Test
	void unreadableNoticeLeavesLaterOnes() throws Exception {
		Node one = node();
		Node two = node();
		this.pair.nodes(one, two);
		BackgroundTaskHandle<?> task = sleeping(one, "t1");
		this.pair.tables()
			.execute("INSERT INTO " + this.pair.tables().prefix() + "inbox (worker, uid, notice, content) SELECT "
					+ idOf(one) + ", gen_random_uuid(), 'OUTPUT', '{'");
		two.host().requestCancel("t1", "enough");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		Signals.await(() -> count("inbox", "TRUE") == 0);
	}

	@Test
	void noticesThatWaitAreTakenAfterTheLastPeerHasGone() {
		Node one = node();
		Node two = node(HostParts.NONE.withHandlers(new QuietHandler("held")));
		this.pair.nodes(one, two);
		UUID uid = two.host()
			.submit("s1",
					TaskRequest
						.of(BackgroundTaskRegistration.ofKind("held").id("t1").startAfter(Duration.ofHours(1)).build()))
			.uid();
		this.pair.tables().execute("UPDATE " + this.pair.tables().prefix() + "live SET worker = " + idOf(one));
		this.pair.tables()
			.execute("INSERT INTO " + this.pair.tables().prefix() + "inbox (worker, uid, notice) VALUES (" + idOf(one)
					+ ", '" + uid + "', 'CHANGED')");
		two.close();
		Signals.await(() -> {
			one.journal().opened().lease().check();
			return !one.journal().isShared();
		});
		awaitRounds(one);
		this.pair.tables().execute("UPDATE " + this.pair.tables().prefix() + "live SET worker = NULL");
		Signals.await(() -> count("inbox", "TRUE") == 0);
	}

	/** Waits until a node does not look for notices any more, or for some looks. */
	private static void awaitRounds(Node node) {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
		Signals.await(() -> node.journal().inboxAge().isZero() || System.nanoTime() - end > 0);
	}

	@Test
	void lastOutputOfATaskThatAnotherNodeHasEndedIsStored() throws Exception {
		AtomicReference<PausingPool> pausing = new AtomicReference<>();
		Node one = node(HostParts.NONE, (pool) -> {
			pausing.set(new PausingPool(pool, "inbox WHERE worker", "prepareStatement"));
			return pausing.get();
		});
		Node two = node();
		NodePair.Nodes nodes = this.pair.nodes(one, two);
		pausing.get().awaitPause();
		CompletableFuture<Boolean> written = new CompletableFuture<>();
		CompletableFuture<Boolean> ended = new CompletableFuture<>();
		UUID uid = one.host()
			.spawnManaged("s1", BackgroundTaskRegistration.ofKind("other").id("t1").build(), (context) -> {
				ended.get();
				context.output("out", "last words");
				written.complete(true);
				context.sleep(Duration.ofDays(1));
				return null;
			})
			.uid();
		two.host().complete("t1", BackgroundTaskCompletion.completed("done"));
		ended.complete(true);
		written.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		nodes.flush();
		pausing.get().goOn();
		Signals.await(() -> count("output", "uid = '" + uid + "'") == 1);
	}

}
