package io.github.taskhost.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.github.taskhost.crash.CommitProxy.Action;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Interleavings that load meets rarely, driven step by step: one worker behind a proxy,
 * and one beside it that takes over. Each ends with the violations that the checker
 * finds: none, unless the classes are those of a mutant.
 */
final class Scenarios {

	private static final Duration LIMIT = Duration.ofSeconds(40);

	private static final Duration POLL = Duration.ofMillis(10);

	private static final Duration SHORT_LEASE = Duration.ofSeconds(1);

	/** Makes a schedule of every hour an hour older, so that it is due. */
	private static final String DUE_NOW = "UPDATE taskhost_schedule SET created_at = created_at - interval '1 hour', "
			+ "look_at = now(), next_due = now(), progress = jsonb_set(progress::jsonb, '{nextDue}', "
			+ "to_jsonb(to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')))::text";

	private static final String NO_DUE_TIME = "none";

	private final Database database;

	private final CrashServer server;

	private final WorkerSetup setup;

	/** The time in which all tasks must end. */
	private final Duration drain;

	/**
	 * Creates scenarios.
	 * @param server the server
	 * @param setup the class path
	 * @param drain the time in which all tasks must end
	 */
	Scenarios(CrashServer server, WorkerSetup setup, Duration drain) {
		this.server = server;
		this.database = server.newDatabase();
		this.setup = setup;
		this.drain = drain;
	}

	/**
	 * The commit of a new task is held on its way, until another worker has taken over
	 * the node or waits for that commit.
	 */
	List<String> acceptedDuringTakeover() {
		WorkerSetup slow = this.setup.withLease(SHORT_LEASE.multipliedBy(60));
		try (CommitProxy proxy = new CommitProxy(this.server.port());
				Worker zombie = Worker.start(slow, "zombie", proxy.url(this.database));
				Worker other = Worker.start(this.setup, "other", this.database.url())) {
			String node = nodeOf(zombie.awaitReady());
			other.awaitReady();
			proxy.plan(Action.HOLD, "INSERT INTO taskhost_live");
			zombie.command("submit quick s1 held 0");
			proxy.awaitUsed();
			proxy.refuse(true);
			await("a takeover", () -> expires(node) == 0 || this.database.waitingTakeovers() > 0);
			proxy.refuse(false);
			proxy.release();
			await("the outcome", () -> zombie.entries("acked") + zombie.entries("refused") > 0);
			return violations(other);
		}
	}

	/**
	 * Ends the lease of a node. Returns the number of its rows, which is 0 after it was
	 * taken over.
	 */
	private int expires(String node) {
		return this.database.count("WITH n AS (UPDATE taskhost_node SET lease_until = now() - interval '1 second' "
				+ "WHERE node_id::text = ? RETURNING 1) SELECT count(*) FROM n", node);
	}

	/** The worker is killed while the commit of a start is on its way. */
	List<String> killedBeforeTheCommitOfAStart() {
		try (CommitProxy proxy = new CommitProxy(this.server.port());
				Worker first = Worker.start(this.setup, "first", proxy.url(this.database));
				Worker other = Worker.start(this.setup, "other", this.database.url())) {
			first.awaitReady();
			other.awaitReady();
			proxy.plan(Action.HOLD, "UPDATE taskhost_live");
			first.command("submit quick s1 early 200");
			proxy.awaitUsed();
			happens(() -> first.entries("start") > 0);
			first.kill();
			proxy.close();
			return violations(other);
		}
	}

	/** The worker is killed while a body runs, which runs again on another one. */
	List<String> killedWithARunningBody() {
		try (Worker first = Worker.start(this.setup, "first", this.database.url());
				Worker other = Worker.start(this.setup, "other", this.database.url())) {
			first.awaitReady();
			other.awaitReady();
			first.command("submit hold s1 held 0");
			first.awaitEntry("start");
			first.kill();
			other.awaitEntry("start");
			return violations(other);
		}
	}

	/**
	 * The worker is killed while the commit of the first due time of a schedule is on its
	 * way.
	 */
	List<String> killedBeforeTheCommitOfADueTime() {
		try (CommitProxy proxy = new CommitProxy(this.server.port());
				Worker first = Worker.start(this.setup, "first", proxy.url(this.database))) {
			first.awaitReady();
			first.command("schedule tick every 3600 SKIP");
			first.awaitEntry("scheduled");
			proxy.plan(Action.HOLD, "UPDATE taskhost_schedule SET kind");
			this.database.change(DUE_NOW);
			proxy.awaitUsed();
			happens(() -> first.entries("tick") > 0);
			first.kill();
		}
		try (Worker other = Worker.start(this.setup, "other", this.database.url())) {
			other.awaitReady();
			return violationsAfterADueTime(other, NO_DUE_TIME);
		}
	}

	/** The only worker is frozen while a schedule is due a few times. */
	List<String> frozenForSomeDueTimes() {
		try (Worker worker = Worker.start(this.setup.withLease(SHORT_LEASE.multipliedBy(10)), "worker",
				this.database.url())) {
			worker.awaitReady();
			worker.command("schedule tick every 1 SKIP");
			worker.awaitEntry("tick");
			worker.freeze();
			String before = lastDue();
			LockSupport.parkNanos(SHORT_LEASE.multipliedBy(4).toNanos());
			worker.thaw();
			return violationsAfterADueTime(worker, before);
		}
	}

	private String lastDue() {
		return this.database
			.strings("SELECT COALESCE(progress::json ->> 'lastDue', '" + NO_DUE_TIME + "') FROM taskhost_schedule")
			.getFirst();
	}

	/** Pauses the schedule when a further due time of it was decided, and checks. */
	private List<String> violationsAfterADueTime(Worker worker, String before) {
		await("a due time", () -> !lastDue().equals(before));
		worker.command("pause tick");
		worker.awaitEntry("paused");
		return violations(worker);
	}

	/** Another worker changes a task while its body is about to end. */
	List<String> changedElsewhere() {
		WorkerSetup calm = this.setup.withLease(SHORT_LEASE.multipliedBy(6));
		try (Worker owner = Worker.start(calm, "owner", this.database.url());
				Worker other = Worker.start(calm, "other", this.database.url())) {
			owner.awaitReady();
			other.awaitReady();
			owner.command("submit mail s1 shared 0");
			owner.awaitEntry("start");
			other.command("cancel " + owner.first("start").uid() + " shared");
			other.awaitEntry("cancelled");
			owner.awaitEntry("stop");
			return violations(other);
		}
	}

	/** The database is away when a body ends, for longer than requests wait. */
	List<String> endedWhileTheDatabaseIsAway() {
		WorkerSetup impatient = this.setup.withLease(SHORT_LEASE.multipliedBy(6))
			.with("taskhost.durable.accept-timeout=1s");
		try (CommitProxy proxy = new CommitProxy(this.server.port());
				Worker worker = Worker.start(impatient, "worker", proxy.url(this.database))) {
			worker.awaitReady();
			worker.command("submit mail s1 late 0");
			worker.awaitEntry("start");
			proxy.cutAll();
			worker.awaitEntry("stop");
			LockSupport.parkNanos(SHORT_LEASE.multipliedBy(2).toNanos());
			proxy.refuse(false);
			return violations(worker);
		}
	}

	private List<String> violations(Worker worker) {
		worker.command("drain");
		await(this.drain, () -> this.database.live() == 0 || !this.database.orphans().isEmpty());
		Checker checker = new Checker(Ledgers.in(this.setup.directory()), StoredTasks.read(this.database), 1);
		return checker.violations();
	}

	private static String nodeOf(String worker) {
		return worker.substring(worker.indexOf('_') + 1);
	}

	private static void await(String condition, BooleanSupplier met) {
		Awaitility.await(condition).atMost(LIMIT).pollInterval(POLL).until(met::getAsBoolean);
	}

	/** Waits for an effect that only a mutant has. */
	private static void happens(BooleanSupplier met) {
		await(Duration.ofSeconds(5), met);
	}

	private static void await(Duration limit, BooleanSupplier met) {
		try {
			Awaitility.await().atMost(limit).pollInterval(POLL).until(met::getAsBoolean);
		}
		catch (ConditionTimeoutException ex) {
			// the checker reports the missing effect
		}
	}

}
