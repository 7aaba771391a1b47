package io.github.taskhost.jdbc;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.test.contract.support.DurableHostFactory;
import io.github.taskhost.test.contract.support.HostParts;

/**
 * Durable hosts on the tables of one prefix. Each has a pool of its own, so that it can
 * lose the database alone.
 */
final class JdbcHosts implements DurableHostFactory {

	private final String url;

	private final Duration lease;

	private final boolean clearsAtStop;

	private final TestTables tables;

	private final Map<BackgroundTaskHost, Process> processes = new ConcurrentHashMap<>();

	private final List<BackgroundTaskHost> lost = new ArrayList<>();

	JdbcHosts(String url, Duration lease, boolean clearsAtStop) {
		this.url = url;
		this.lease = lease;
		this.clearsAtStop = clearsAtStop;
		this.tables = new TestTables(url);
	}

	@Override
	public BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
			BackgroundTaskListener listener, HostParts parts) {
		if (this.clearsAtStop) {
			List.copyOf(this.processes.keySet()).forEach(this::close);
			clear();
		}
		CutPool pool = new CutPool(this.clearsAtStop ? this.tables.pool() : TestServer.pool(this.url));
		JdbcTaskJournal journal = new JdbcTaskJournal(pool,
				JdbcJournalSettings.of("test")
					.withTablePrefix(this.tables.prefix())
					.withTimes(this.lease, Duration.ofMillis(this.clearsAtStop ? 10_000 : 500)));
		LocalBackgroundTaskHost.Builder builder = parts.addTo(LocalBackgroundTaskHost.builder()
			.journal(journal)
			.options(options)
			.clock(clock)
			.timer(timer)
			.addListener(listener));
		LocalBackgroundTaskHost host = builder.build();
		host.recover();
		this.processes.put(host, new Process(journal, pool));
		return host;
	}

	/**
	 * A host that stopped is closed before the next start, since its reported work goes
	 * on until then.
	 */
	@Override
	public void stop(BackgroundTaskHost host) {
		if (this.clearsAtStop) {
			((LocalBackgroundTaskHost) host).stop();
		}
		else {
			close(host);
		}
	}

	private void close(BackgroundTaskHost host) {
		((LocalBackgroundTaskHost) host).close();
		Process process = this.processes.remove(host);
		if (process != null && !this.clearsAtStop) {
			process.pool().close();
		}
	}

	@Override
	public void lose(BackgroundTaskHost host) {
		Process process = this.processes.get(host);
		process.pool().cut();
		String node = process.journal().workerId().substring("worker_".length());
		this.tables.execute("UPDATE " + this.tables.prefix()
				+ "node SET lease_until = TIMESTAMP WITH TIME ZONE '2020-01-01 00:00:00Z' " + "WHERE node_id = '" + node
				+ "'");
		this.lost.add(host);
	}

	@Override
	public void clear() {
		this.lost.forEach(this::stop);
		this.lost.clear();
		this.tables.clear();
	}

	private record Process(JdbcTaskJournal journal, CutPool pool) {
	}

}
