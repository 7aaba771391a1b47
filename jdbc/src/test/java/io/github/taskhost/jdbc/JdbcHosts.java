package io.github.taskhost.jdbc;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.zaxxer.hikari.HikariDataSource;
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

	private static final List<String> TABLES = List.of("live", "task", "event", "message", "output", "checkpoint",
			"wake", "inbox", "node");

	private final String url;

	private final String prefix;

	private final Duration lease;

	private final boolean clearsAtStop;

	private final HikariDataSource admin;

	private final Map<BackgroundTaskHost, Process> processes = new ConcurrentHashMap<>();

	private final List<BackgroundTaskHost> lost = new ArrayList<>();

	JdbcHosts(String url, Duration lease, boolean clearsAtStop) {
		this.url = url;
		this.lease = lease;
		this.clearsAtStop = clearsAtStop;
		this.admin = TestServer.pool(url);
		try {
			this.prefix = TestServer.tables(this.admin);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
			BackgroundTaskListener listener, HostParts parts) {
		if (this.clearsAtStop) {
			List.copyOf(this.processes.keySet()).forEach(this::close);
			clear();
		}
		CutPool pool = new CutPool(this.clearsAtStop ? this.admin : TestServer.pool(this.url));
		JdbcTaskJournal journal = new JdbcTaskJournal(pool,
				JdbcJournalSettings.of("test")
					.withTablePrefix(this.prefix)
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
		execute("UPDATE " + this.prefix + "node SET lease_until = TIMESTAMP WITH TIME ZONE '2020-01-01 00:00:00Z' "
				+ "WHERE node_id = '" + node + "'");
		this.lost.add(host);
	}

	@Override
	public void clear() {
		this.lost.forEach(this::stop);
		this.lost.clear();
		execute(String.join(";", TABLES.stream().map((table) -> "DELETE FROM " + this.prefix + table).toList()));
	}

	private void execute(String sql) {
		try (Connection connection = this.admin.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Process(JdbcTaskJournal journal, CutPool pool) {
	}

}
