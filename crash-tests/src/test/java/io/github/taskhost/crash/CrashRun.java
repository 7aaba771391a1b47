package io.github.taskhost.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.crash.CommitProxy.Action;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers on one database that are struck by faults, and the check at the end. One worker
 * runs at a time, except while a frozen one is taken over.
 */
final class CrashRun implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private static final Duration DRAIN = Duration.ofMinutes(3);

	private static final Duration POLL = Duration.ofMillis(20);

	/** A statement of the transactions of writers that store ends. */
	private static final String WRITER = "DELETE FROM taskhost_live";

	/** A statement of the transactions of the application. */
	private static final String CALLER = "crash_order";

	/** A statement of the transactions that claim and release tasks. */
	private static final String CLAIM = "SET worker = ";

	private final String name;

	private final long begin;

	private final CrashServer server;

	private final Database database;

	private final CommitProxy proxy;

	private final WorkerSetup setup;

	private final Random random;

	private final List<String> orphans = new ArrayList<>();

	private Worker worker;

	private int workers;

	private int runningAtFaults;

	private int rounds;

	private long slowestRecovery;

	/**
	 * Starts a run with a new database and its first worker. Prints the seed.
	 * @param server the server
	 * @param name the name of the run
	 * @param lease the lease of the workers
	 */
	static CrashRun start(CrashServer server, String name, Duration lease) {
		long seed = Long.getLong("taskhost.crash.seed", ThreadLocalRandom.current().nextLong());
		System.out.println(name + ": -Dtaskhost.crash.seed=" + seed);
		return new CrashRun(server, name, WorkerSetup.of(name, lease), seed);
	}

	private CrashRun(CrashServer server, String name, WorkerSetup setup, long seed) {
		this.name = name;
		this.begin = System.nanoTime();
		this.server = server;
		this.database = server.newDatabase();
		this.proxy = new CommitProxy(server.port());
		this.setup = setup;
		this.random = new Random(seed);
		this.worker = start();
	}

	private Worker start() {
		String name = "w" + ++this.workers;
		WorkerSetup seeded = this.setup.with("crash.seed=" + this.random.nextLong());
		Worker started = Worker.start(seeded, name, this.proxy.url(this.database));
		started.awaitReady();
		started.command("load");
		return started;
	}

	/** Lets the worker work for a random time, measured by the length of its ledger. */
	private void load() {
		this.worker.awaitGrowth(500 + this.random.nextInt(12_000));
		this.orphans.addAll(this.database.orphans());
		this.rounds++;
	}

	/**
	 * Kills the worker under load, and starts the next, which may lose a connection while
	 * it takes tasks over.
	 */
	void kill() {
		load();
		this.worker.kill();
		awaitNoConnections();
		this.runningAtFaults += this.database.running();
		if (this.random.nextBoolean()) {
			this.proxy.plan(this.random.nextBoolean() ? Action.CUT_BEFORE : Action.CUT_AFTER, CLAIM);
		}
		this.worker = start();
	}

	/** Stops the worker under load as an operator does, and starts the next. */
	void stop() {
		load();
		this.worker.terminate();
		awaitNoConnections();
		this.runningAtFaults += this.database.unfinished();
		this.worker = start();
	}

	/** Statements of a dead process may still be on their way to the server. */
	private void awaitNoConnections() {
		Awaitility.await().atMost(LIMIT).pollInterval(POLL).until(() -> this.database.connections() == 0);
	}

	/** Stops the server at once, and starts it again. */
	void crashServer() {
		load();
		this.server.crash();
		this.server.restart();
		awaitRecovery();
	}

	void terminateBackends() {
		load();
		this.database.terminateBackends();
		awaitRecovery();
	}

	/** Cuts the connection of a writer at a commit. */
	void cut(Action action) {
		cut(action, WRITER);
	}

	/** Cuts the connection of a transaction of the application at its commit. */
	void cutCaller(Action action) {
		cut(action, CALLER);
	}

	private void cut(Action action, String statement) {
		load();
		this.proxy.plan(action, statement);
		this.proxy.awaitUsed();
		awaitRecovery();
	}

	/** Waits until the worker accepts tasks again. */
	private void awaitRecovery() {
		long begin = System.nanoTime();
		this.worker.awaitEntries("acked", (int) this.worker.entries("acked") + 2);
		this.slowestRecovery = Math.max(this.slowestRecovery, System.nanoTime() - begin);
	}

	/**
	 * Freezes the worker before a commit or while it awaits its answer, starts another
	 * worker, which takes its tasks, and lets the frozen worker go on beside it for a
	 * while.
	 */
	void freeze(boolean beforeCommit) {
		load();
		String node = this.database.renewedNode();
		this.proxy.plan(Action.HOLD, WRITER);
		this.proxy.awaitUsed();
		Worker zombie = this.worker;
		zombie.freeze();
		if (!beforeCommit) {
			this.proxy.release();
		}
		this.runningAtFaults += this.database.unfinished();
		Worker next = start();
		awaitTakenOver(node);
		this.proxy.release();
		zombie.thaw();
		long size = zombie.size();
		Awaitility.await().atMost(LIMIT).pollInterval(POLL).until(() -> zombie.size() > size + 2_000);
		zombie.kill();
		this.runningAtFaults += this.database.unfinished();
		this.worker = next;
	}

	private void awaitTakenOver(String node) {
		Awaitility.await("the takeover of " + node)
			.atMost(LIMIT)
			.pollInterval(POLL)
			.until(() -> this.database.count("SELECT count(*) FROM taskhost_node WHERE node_id::text = ?", node) == 0);
	}

	/** Brings all tasks to their end, and checks. */
	void finish() {
		this.worker.command("drain");
		long end = System.nanoTime() + DRAIN.toNanos();
		while (this.database.live() > 0 && System.nanoTime() < end) {
			this.orphans.addAll(this.database.orphans());
			LockSupport.parkNanos(POLL.toNanos());
		}
		this.worker.command("rest");
		Checker checker = new Checker(Ledgers.in(this.setup.directory()), StoredTasks.read(this.database),
				this.runningAtFaults);
		System.out.println(summary());
		assertThat(this.orphans).isEmpty();
		checker.check();
	}

	private String summary() {
		StoredTasks stored = StoredTasks.read(this.database);
		return this.name + ": " + Duration.ofNanos(System.nanoTime() - this.begin).toSeconds() + " s, " + this.rounds
				+ " rounds, " + this.workers + " processes, " + stored.tasks().size() + " tasks, "
				+ stored.changes().values().stream().mapToInt(List::size).sum() + " changes, " + stored.losses()
				+ " attempts lost of " + this.runningAtFaults + " running, slowest recovery "
				+ Duration.ofNanos(this.slowestRecovery).toMillis() + " ms";
	}

	@Override
	public void close() {
		this.worker.close();
		this.proxy.close();
	}

}
