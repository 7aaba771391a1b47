package io.github.taskhost.crash;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker of a cluster, behind a proxy of its own.
 */
final class Node implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final Duration POLL = Duration.ofMillis(20);

	private final String name;

	private final Database database;

	private final CommitProxy proxy;

	private final Worker worker;

	/**
	 * Starts a worker, and does not wait for it.
	 * @param name the name, which is that of its connections and the prefix of its ids
	 * @param setup the class path and the properties
	 * @param server the server
	 * @param database the database
	 */
	Node(String name, WorkerSetup setup, CrashServer server, Database database) {
		this.name = name;
		this.database = database;
		this.proxy = new CommitProxy(server.port());
		this.worker = Worker.start(setup, name, this.proxy.url(database) + "&ApplicationName=" + name);
	}

	String name() {
		return this.name;
	}

	Worker worker() {
		return this.worker;
	}

	CommitProxy proxy() {
		return this.proxy;
	}

	/** The present id of its row. */
	String id() {
		String worker = this.worker.last("node").field(0);
		return worker.substring(worker.indexOf('_') + 1);
	}

	/** The number of ids that it has had. */
	long ids() {
		return this.worker.entries("node");
	}

	/** The bodies of a kind that have started and not stopped, with their attempts. */
	Map<UUID, Integer> bodies(String kind) {
		Ledgers entries = this.worker.entries();
		List<UUID> ofKind = entries.of("acked")
			.stream()
			.filter((acked) -> acked.field(2).equals(kind))
			.map(Entry::uid)
			.toList();
		Map<UUID, Integer> bodies = entries.of("start")
			.stream()
			.filter((start) -> ofKind.contains(start.uid()))
			.collect(Collectors.toMap(Entry::uid, (start) -> start.number(1), Math::max));
		entries.of("stop").forEach((stop) -> bodies.remove(stop.uid(), stop.number(1)));
		return bodies;
	}

	/** Submits tasks that are held, and waits until their bodies run. */
	void hold(String kind, int number) {
		int before = bodies(kind).size();
		submit(kind, "hold" + this.worker.size(), number, Duration.ZERO);
		Awaitility.await("held bodies of " + this.name)
			.atMost(LIMIT)
			.pollInterval(POLL)
			.until(() -> bodies(kind).size() >= before + number);
	}

	/** Submits tasks of a kind, in a session of this node. */
	void submit(String kind, String prefix, int number, Duration delay) {
		this.worker.command(
				"many " + kind + " s-" + this.name + " " + this.name + prefix + " " + number + " " + delay.toMillis());
	}

	/** Waits until it goes on under another id. */
	void awaitNewId(String before) {
		Awaitility.await("a new id of " + this.name).atMost(LIMIT).pollInterval(POLL).until(() -> !id().equals(before));
	}

	/** Waits until bodies have stopped, and checks that they were made to. */
	void awaitInterrupted(Map<UUID, Integer> bodies) {
		Function<Entry, Boolean> isOne = (stop) -> Integer.valueOf(stop.number(1)).equals(bodies.get(stop.uid()));
		Awaitility.await("the end of bodies of " + this.name)
			.atMost(LIMIT)
			.pollInterval(POLL)
			.until(() -> this.worker.entries().of("stop").stream().filter(isOne::apply).count() == bodies.size());
		assertThat(this.worker.entries().of("stop")).filteredOn(isOne::apply)
			.noneMatch((stop) -> stop.field(2).equals("returned"));
	}

	/** Statements of a dead process may still be on their way to the server. */
	void awaitNoConnections() {
		Awaitility.await("the end of connections of " + this.name)
			.atMost(LIMIT)
			.pollInterval(POLL)
			.until(() -> this.database.connections(this.name) == 0);
	}

	/** Waits until it uses no connection but those of its lease and its notices. */
	void awaitIdlePool() {
		Awaitility.await("the pool of " + this.name).atMost(LIMIT).pollInterval(POLL).until(() -> {
			long asked = this.worker.entries("pool");
			this.worker.command("pool");
			this.worker.awaitEntries("pool", (int) asked + 1);
			Entry pool = this.worker.last("pool");
			return pool.number(0) <= 2 && pool.number(2) == 0;
		});
	}

	@Override
	public void close() {
		this.worker.close();
		this.proxy.close();
	}

}
