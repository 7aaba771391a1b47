package io.github.taskhost.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.test.contract.support.HostFactory;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.WrongHost;

/**
 * Two nodes on the tables of one prefix: the owner, which runs the tasks, and another
 * one. As a factory of hosts, it puts them behind the wrong one of the two.
 */
final class NodePair implements HostFactory {

	private final String url;

	private final Duration lease;

	private final UnaryOperator<JdbcJournalSettings> settings;

	private final TestTables tables;

	private final Map<BackgroundTaskHost, Nodes> started = new ConcurrentHashMap<>();

	NodePair(String url, Duration lease) {
		this(url, lease, (settings) -> settings);
	}

	NodePair(String url, Duration lease, UnaryOperator<JdbcJournalSettings> settings) {
		this.url = url;
		this.lease = lease;
		this.settings = settings;
		this.tables = new TestTables(url);
	}

	@Override
	public BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
			BackgroundTaskListener listener, HostParts parts) {
		List.copyOf(this.started.keySet()).forEach(this::close);
		this.tables.clear();
		Nodes nodes = nodes(node(options, clock, timer, listener, parts), node(options, clock, timer, listener, parts));
		BackgroundTaskHost host = WrongHost.of(nodes.owner().host(), nodes.other().host(), nodes::flush, nodes::settle);
		this.started.put(host, nodes);
		return host;
	}

	/** Starts a node. */
	Node node(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer, BackgroundTaskListener listener,
			HostParts parts) {
		return node(options, clock, timer, listener, parts, (pool) -> pool);
	}

	/** Starts a node that sees its pool in another form. */
	Node node(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer, BackgroundTaskListener listener,
			HostParts parts, UnaryOperator<DataSource> form) {
		CutPool pool = new CutPool(TestServer.pool(this.url));
		JdbcTaskJournal journal = new JdbcTaskJournal(form.apply(pool),
				this.settings.apply(JdbcJournalSettings.of("test")
					.withTablePrefix(this.tables.prefix())
					.withTimes(this.lease, Duration.ofSeconds(10))));
		LocalBackgroundTaskHost.Builder builder = parts.addTo(LocalBackgroundTaskHost.builder()
			.journal(journal)
			.options(options)
			.clock(clock)
			.timer(timer)
			.addListener(listener));
		LocalBackgroundTaskHost host = builder.build();
		host.recover();
		return new Node(host, journal, pool);
	}

	/** Waits until two nodes know each other. */
	Nodes nodes(Node owner, Node other) {
		for (Node node : List.of(owner, other)) {
			Signals.await(() -> {
				node.journal().opened().lease().check();
				return node.journal().isShared();
			});
		}
		return new Nodes(owner, other, this);
	}

	@Override
	public void stop(BackgroundTaskHost host) {
		Nodes nodes = this.started.get(host);
		if (nodes != null) {
			nodes.owner().host().stop();
			nodes.other().host().stop();
		}
	}

	private void close(BackgroundTaskHost host) {
		Nodes nodes = this.started.remove(host);
		if (nodes != null) {
			nodes.other().close();
			nodes.owner().close();
		}
	}

	TestTables tables() {
		return this.tables;
	}

	private boolean isSettled(String worker) {
		return this.tables.count("SELECT COUNT(*) FROM " + this.tables.prefix() + "inbox WHERE 'worker_' || worker = '"
				+ worker + "'") == 0;
	}

	/**
	 * A node.
	 *
	 * @param host the host
	 * @param journal its journal
	 * @param pool its pool
	 */
	record Node(LocalBackgroundTaskHost host, JdbcTaskJournal journal, CutPool pool) {

		void close() {
			this.host.close();
			this.pool.close();
		}

	}

	/**
	 * Two nodes that know each other.
	 *
	 * @param owner the node that runs the tasks
	 * @param other the other node
	 * @param pair their tables
	 */
	record Nodes(Node owner, Node other, NodePair pair) {

		/** Waits until the reports of the owner are stored. */
		void flush() {
			var flusher = this.owner.journal().opened().flusher();
			long before = flusher.rounds();
			await(() -> {
				flusher.hurry();
				return flusher.rounds() > before + 1;
			});
		}

		/** Waits until the owner has taken its notices. */
		void settle() {
			await(() -> this.pair.isSettled(this.owner.journal().workerId()));
		}

		/**
		 * Waits for a condition that comes in milliseconds, for half a minute at most.
		 */
		private static void await(BooleanSupplier condition) {
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
			while (!condition.getAsBoolean()) {
				if (System.nanoTime() - end > 0) {
					throw new IllegalStateException("The nodes did not settle");
				}
				LockSupport.parkNanos(200_000);
			}
		}

	}

}
