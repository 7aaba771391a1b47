package io.github.taskhost.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.github.taskhost.crash.CommitProxy.Action;
import io.github.taskhost.crash.Losses.Loss;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several workers on one database, the faults of its nodes, and the check at the end.
 * Clients operate on the tasks of their own node.
 */
final class Cluster implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Duration DRAIN = Duration.ofMinutes(3);

	private static final Duration POLL = Duration.ofMillis(20);

	/** A statement of the transactions of writers that store ends. */
	private static final String WRITER = "DELETE FROM taskhost_live";

	private final String name;

	private final long begin = System.nanoTime();

	private final CrashServer server;

	private final Database database;

	private final WorkerSetup setup;

	private final List<Node> nodes = new ArrayList<>();

	private final List<String> orphans = new ArrayList<>();

	private final Losses losses = new Losses();

	private int joined;

	private int runningAtFaults;

	/**
	 * Starts nodes on a new database, and waits until they are ready.
	 * @param server the server
	 * @param name the name of the run
	 * @param lease the lease of the nodes
	 * @param nodes the number of nodes
	 * @param properties properties of all nodes
	 */
	static Cluster start(CrashServer server, String name, Duration lease, int nodes, String... properties) {
		WorkerSetup setup = WorkerSetup.of(name, lease).with("crash.pause=10"); // nodes
																				// share
																				// the
																				// machine
		for (String property : properties) {
			setup = setup.with(property);
		}
		Cluster cluster = new Cluster(server, name, setup);
		for (int i = 0; i < nodes; i++) {
			cluster.launch();
		}
		cluster.nodes().forEach((node) -> node.worker().awaitReady());
		return cluster;
	}

	private Cluster(CrashServer server, String name, WorkerSetup setup) {
		this.server = server;
		this.name = name;
		this.database = server.newDatabase();
		this.setup = setup;
	}

	/** Starts a further node, and does not wait for it. */
	Node launch(String... properties) {
		WorkerSetup own = this.setup.with("crash.seed=" + ThreadLocalRandom.current().nextLong());
		for (String property : properties) {
			own = own.with(property);
		}
		Node node = new Node("n" + ++this.joined, own, this.server, this.database);
		this.nodes.add(node);
		return node;
	}

	/** Starts a further node, and waits until it is ready. */
	Node join(String... properties) {
		Node node = launch(properties);
		node.worker().awaitReady();
		return node;
	}

	/** The nodes that are there. */
	List<Node> nodes() {
		return List.copyOf(this.nodes);
	}

	Node node(int index) {
		return this.nodes.get(index);
	}

	/** What the workers wrote and the database has. */
	Findings findings() {
		return new Findings(this.setup.directory(), this.database);
	}

	Database database() {
		return this.database;
	}

	Duration lease() {
		return this.setup.lease();
	}

	/** Gives all nodes a command. */
	void command(String line) {
		this.nodes.forEach((node) -> node.worker().command(line));
	}

	/** Lets each node work for a while, measured by its ledger. */
	void load() {
		command("load");
		this.nodes.forEach((node) -> node.worker().awaitGrowth(1_000));
		this.orphans.addAll(this.database.orphans());
	}

	/** Kills a node, and waits until its tasks run elsewhere. */
	void kill(Node node) {
		String id = node.id();
		long time = System.currentTimeMillis();
		node.worker().kill();
		node.awaitNoConnections();
		lost("killed", node, time, id);
		remove(node);
		awaitTakenOver(id);
	}

	/** Removes a node that has ended. */
	void remove(Node node) {
		this.nodes.remove(node);
		node.close();
	}

	/**
	 * Stops a node as an operator does. Its tasks, and those that it accepts until then,
	 * are taken by others.
	 */
	void stop(Node node) {
		Map<UUID, Integer> tasks = this.database.tasksOf(node.id());
		this.losses.add(new Loss("stopped", node.name(), System.currentTimeMillis(), tasks));
		node.worker().terminate();
		node.awaitNoConnections();
		this.runningAtFaults += this.database.unfinished();
		remove(node);
	}

	/**
	 * Freezes a node for two leases, and waits until it goes on under a new id.
	 * @param inCommit whether it has a group commit on its way
	 */
	void freeze(Node node, boolean inCommit) {
		String id = node.id();
		if (inCommit) {
			node.proxy().plan(Action.HOLD, WRITER);
			node.proxy().awaitUsed();
		}
		node.worker().freeze();
		Map<UUID, Integer> bodies = node.bodies("hold");
		lost(inCommit ? "frozen in a commit" : "frozen", node, System.currentTimeMillis(), id);
		pause(lease().multipliedBy(2));
		awaitTakenOver(id);
		node.proxy().release();
		node.worker().thaw();
		node.awaitNewId(id);
		node.awaitInterrupted(bodies);
	}

	/**
	 * Separates a node from the database until its tasks were taken from it, and waits
	 * until it goes on under a new id.
	 * @param silent whether nothing passes any more, instead of connections that are cut
	 */
	void separate(Node node, boolean silent) {
		String id = node.id();
		Map<UUID, Integer> bodies = node.bodies("hold");
		long time = System.currentTimeMillis();
		if (silent) {
			node.proxy().silence();
		}
		else {
			node.proxy().cutAll();
			node.awaitNoConnections();
		}
		lost(silent ? "silent" : "cut off", node, time, id);
		pause(lease());
		awaitTakenOver(id);
		node.proxy().refuse(false);
		node.proxy().release();
		node.awaitNewId(id);
		node.awaitInterrupted(bodies);
	}

	private void lost(String sort, Node node, long time, String id) {
		this.losses.add(new Loss(sort, node.name(), time, this.database.tasksOf(id)));
		this.runningAtFaults += this.database.unfinishedOf(id);
	}

	private void awaitTakenOver(String id) {
		await("the takeover of " + id, () -> !this.database.hasNode(id));
	}

	/** Waits until each node has accepted a task again; returns the slowest. */
	Duration awaitAccepting() {
		long start = System.nanoTime();
		List<Long> before = this.nodes.stream().map((node) -> node.worker().entries("acked")).toList();
		for (int i = 0; i < before.size(); i++) {
			this.nodes.get(i).worker().awaitEntries("acked", before.get(i).intValue() + 2);
		}
		return Duration.ofNanos(System.nanoTime() - start);
	}

	/** Waits until no task is live. */
	void awaitNoTasks() {
		long end = System.nanoTime() + DRAIN.toNanos();
		while (this.database.live() > 0 && System.nanoTime() < end) {
			this.orphans.addAll(this.database.orphans());
			LockSupport.parkNanos(POLL.toNanos());
		}
	}

	/** Brings all tasks to their end, and checks. */
	void finish() {
		command("drain");
		awaitNoTasks();
		command("rest");
		System.out.println(summary());
		assertThat(this.orphans).isEmpty();
		new Checker(findings().ledgers(), StoredTasks.read(this.database), this.runningAtFaults).check();
		this.nodes.forEach(Node::awaitIdlePool);
	}

	/** The milliseconds from each loss of a sort to the last next attempt elsewhere. */
	List<Long> takeovers(String sort) {
		return this.losses.slowest(sort, findings().ledgers());
	}

	/** The losses of a sort. */
	List<Loss> losses(String sort) {
		return this.losses.of(sort);
	}

	/** Waits until the process of a node has ended by itself; returns the node. */
	Node awaitLost() {
		await("the end of a process", () -> this.nodes.stream().anyMatch((node) -> !node.worker().isAlive()));
		Node lost = this.nodes.stream().filter((node) -> !node.worker().isAlive()).findFirst().orElseThrow();
		this.runningAtFaults += this.database.unfinishedOf(lost.id());
		return lost;
	}

	private String summary() {
		StoredTasks stored = StoredTasks.read(this.database);
		return this.name + ": " + Duration.ofNanos(System.nanoTime() - this.begin).toSeconds() + " s, " + this.joined
				+ " processes, " + stored.tasks().size() + " tasks, "
				+ stored.changes().values().stream().mapToInt(List::size).sum() + " changes, " + stored.losses()
				+ " attempts lost of " + this.runningAtFaults + " running" + this.losses.summary(findings().ledgers());
	}

	/** Whether each node has had one id, and nothing was taken from any. */
	boolean isUndisturbed() {
		return this.database.takenOver() == 0 && this.nodes.stream().allMatch((node) -> node.ids() == 1);
	}

	/**
	 * Waits until the ends of tasks were told, by the nodes that made them: a task may be
	 * ended through another node than its own.
	 * @param prefix a part of the ids of the tasks
	 * @param number the number of tasks that each node has accepted
	 */
	void awaitTold(String prefix, int number) {
		int all = number * this.nodes.size();
		Awaitility.await("the ends of " + all + " tasks " + prefix)
			.atMost(LIMIT)
			.pollInterval(POLL.multipliedBy(5))
			.until(() -> {
				Ledgers entries = findings().ledgers();
				Set<UUID> told = entries.uids("told");
				return entries.of("acked")
					.stream()
					.filter((acked) -> acked.field(1).contains(prefix) && told.contains(acked.uid()))
					.count() >= all;
			});
	}

	static void await(String condition, BooleanSupplier met) {
		Awaitility.await(condition).atMost(LIMIT).pollInterval(POLL).until(met::getAsBoolean);
	}

	/** Lets a fault last for a time. */
	static void pause(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		Awaitility.await().atMost(time.plus(LIMIT)).pollInterval(POLL).until(() -> System.nanoTime() > end);
	}

	@Override
	public void close() {
		this.nodes.forEach(Node::close);
	}

}
