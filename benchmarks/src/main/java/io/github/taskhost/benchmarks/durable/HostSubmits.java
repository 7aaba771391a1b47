package io.github.taskhost.benchmarks.durable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.benchmarks.Contender;
import io.github.taskhost.local.LocalBackgroundTaskHost;

/**
 * Durable tasks of the host, of a kind that can be restarted. A run ends when every end
 * is stored.
 */
final class HostSubmits implements Contender {

	private static final long POLL_NANOS = 100_000;

	private static final int SESSIONS = 1000;

	private static final Duration WAIT = Duration.ofMillis(20);

	private final PostgresServer server;

	private final List<HikariDataSource> pools = new ArrayList<>();

	private final Submitters submitters;

	private final int batch;

	private final TaskRequest request;

	/** The nodes, which share the database. */
	private final List<LocalBackgroundTaskHost> hosts = new ArrayList<>();

	private volatile CountDownLatch ended = new CountDownLatch(0);

	/**
	 * Starts nodes with a pool each.
	 * @param nodes the number of nodes
	 * @param submitters the number of threads, each with one submit at a time
	 * @param batch the number of requests of a call
	 */
	HostSubmits(PostgresServer server, int nodes, int submitters, int batch) throws Exception {
		this(server, nodes, submitters, batch, "trivial");
	}

	private HostSubmits(PostgresServer server, int nodes, int submitters, int batch, String kind) throws Exception {
		this.server = server;
		this.request = TaskRequest.of(kind);
		this.submitters = Submitters.virtual(submitters);
		this.batch = batch;
		for (int i = 0; i < nodes; i++) {
			HikariDataSource pool = server.pool("host");
			this.pools.add(pool);
			DurableHosts.createTables(pool);
			this.hosts
				.add(DurableHosts.start(pool, new DurableHosts.Handler("trivial", (context) -> this.ended.countDown()),
						new DurableHosts.Handler(DurableHosts.WAITING, this::waiting)));
		}
		awaitNodes();
	}

	/** Nodes of which each runs few bodies at once, and these wait. */
	static HostSubmits waiting(PostgresServer server, int nodes, int submitters) throws Exception {
		return new HostSubmits(server, nodes, submitters, 1, DurableHosts.WAITING);
	}

	private void waiting(BackgroundTaskContext context) throws InterruptedException {
		context.sleep(WAIT);
		this.ended.countDown();
	}

	private void awaitNodes() {
		while (this.hosts.stream().anyMatch((host) -> host.nodes().size() < this.hosts.size())) {
			LockSupport.parkNanos(POLL_NANOS);
		}
	}

	@Override
	public String name() {
		String subject = (this.hosts.size() == 1) ? "host" : this.hosts.size() + " nodes";
		String name = String.format("%s, %,d submitters", subject, this.submitters.count());
		if (this.request.registration().kind().equals(DurableHosts.WAITING)) {
			return name + String.format(", bodies of %d ms, %d at once on a node", WAIT.toMillis(),
					DurableHosts.WAITING_AT_ONCE);
		}
		return (this.batch > 1) ? name + ", submitAll of " + this.batch : name;
	}

	@Override
	public void run(int tasks, int sessions) throws InterruptedException {
		this.ended = new CountDownLatch(tasks);
		submit(tasks);
		this.ended.await();
		while (this.hosts.stream().anyMatch((host) -> host.statistics().live() > 0)) {
			LockSupport.parkNanos(POLL_NANOS);
		}
	}

	private void submit(int tasks) throws InterruptedException {
		this.submitters.call((tasks + this.batch - 1) / this.batch, (call) -> {
			LocalBackgroundTaskHost host = this.hosts.get(call % this.hosts.size());
			TaskSession session = host.session("session-" + call % SESSIONS);
			int requests = Math.min(this.batch, tasks - call * this.batch);
			if (this.batch == 1) {
				session.submit(this.request);
			}
			else {
				session.submitAll(Collections.nCopies(requests, this.request));
			}
		});
	}

	@Override
	public void tidy() throws InterruptedException {
		for (LocalBackgroundTaskHost host : this.hosts) {
			host.reset(Duration.ofMinutes(1));
		}
		this.server.empty(DurableHosts.TABLES.replace(", taskhost_node", ""));
	}

	@Override
	public void close() {
		this.hosts.forEach(LocalBackgroundTaskHost::close);
		this.pools.forEach(HikariDataSource::close);
		this.server.empty(DurableHosts.TABLES);
	}

}
