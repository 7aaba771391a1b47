package io.github.taskhost.jdbc;

import java.lang.reflect.Type;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import com.zaxxer.hikari.HikariDataSource;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.jdbc.rate.ClusterRateLimiters;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Nodes on the tables of one prefix, each with a pool of its own.
 */
final class Nodes implements AutoCloseable {

	final String prefix;

	private final String url;

	private final HikariDataSource admin;

	private final List<Node> started = new ArrayList<>();

	Nodes() throws Exception {
		this(TestServer.fastUrl());
	}

	Nodes(String url) throws Exception {
		this.url = url;
		this.admin = TestServer.pool(url);
		this.prefix = TestServer.tables(this.admin);
	}

	/** Starts a node whose kinds have one body. */
	Node start(Body body, String... kinds) {
		return start(body, Map.of(), UnaryOperator.identity(), kinds);
	}

	Node start(Body body, Map<String, KindOptions> options, UnaryOperator<JdbcJournalSettings> change,
			String... kinds) {
		HikariDataSource connections = TestServer.pool(this.url);
		FaultyPool pool = new FaultyPool(connections);
		JdbcTaskJournal journal = new JdbcTaskJournal(pool,
				change.apply(JdbcJournalSettings.of("node" + this.started.size())
					.withTablePrefix(this.prefix)
					.withTimes(Duration.ofSeconds(3), Duration.ofSeconds(10))));
		LocalBackgroundTaskHost.Builder builder = LocalBackgroundTaskHost.builder()
			.journal(journal)
			.transactions(Nodes::transaction)
			.rateLimiters(new ClusterRateLimiters(pool, this.prefix))
			.options(BackgroundTaskHostOptions.withDefaults()
				.withKinds(options)
				.withShutdown(new ShutdownOptions(Duration.ofMillis(100), Duration.ofSeconds(10))));
		for (String kind : kinds) {
			builder.addHandler(new Handler(kind, this.started.size(), body));
		}
		Node node = new Node(this.started.size(), builder.build(), journal, pool, connections);
		this.started.add(node);
		node.host().recover();
		return node;
	}

	/** The transaction of the current thread, or {@code null}. */
	private static TaskTransactions.@Nullable Transaction transaction() {
		if (!TransactionSynchronizationManager.isSynchronizationActive()) {
			return null;
		}
		return (outcome) -> TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				outcome.accept(status == STATUS_COMMITTED);
			}

		});
	}

	static TaskRequest task(String kind, String id) {
		return TaskRequest.of(BackgroundTaskRegistration.ofKind(kind).id(id).build());
	}

	/** Waits until all nodes know of others. */
	void awaitPeers() {
		Signals.await(() -> this.started.stream().allMatch((node) -> node.journal().hasPeers()));
	}

	long number(String sql) {
		try (Connection connection = this.admin.getConnection();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql.replace("#", this.prefix))) {
			rows.next();
			return rows.getLong(1);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	void update(String sql) {
		try (Connection connection = this.admin.getConnection(); Statement statement = connection.createStatement()) {
			statement.executeUpdate(sql.replace("#", this.prefix));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.started.forEach(Node::close);
		this.admin.close();
	}

	/** The body of a kind. */
	interface Body {

		void run(int node, BackgroundTaskContext context) throws Exception;

	}

	/**
	 * A node.
	 *
	 * @param number its number, from 0
	 * @param host its host
	 * @param journal its journal
	 * @param pool its pool
	 * @param connections the connections of the pool
	 */
	record Node(int number, LocalBackgroundTaskHost host, JdbcTaskJournal journal, FaultyPool pool,
			HikariDataSource connections) implements AutoCloseable {

		@Override
		public void close() {
			this.host.close();
			this.connections.close();
		}

	}

	private record Handler(String kind, int node, Body body) implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) throws Exception {
			this.body.run(this.node, context);
			return null;
		}

	}

}
