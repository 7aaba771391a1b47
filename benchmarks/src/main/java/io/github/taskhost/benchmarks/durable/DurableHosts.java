package io.github.taskhost.benchmarks.durable;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.jdbc.JdbcJournalSettings;
import io.github.taskhost.jdbc.JdbcTaskJournal;
import io.github.taskhost.jdbc.schema.JournalSchema;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * Creates durable hosts whose limits are too high to be reached.
 */
final class DurableHosts {

	/** The tables of a host that are not empty after a run. */
	static final String TABLES = "taskhost_task, taskhost_live, taskhost_event, taskhost_message, taskhost_output, "
			+ "taskhost_checkpoint, taskhost_wake, taskhost_inbox, taskhost_scheduled, taskhost_node";

	/** The kind whose bodies wait, as for a remote system. */
	static final String WAITING = "waiting";

	/** The number of bodies of {@link #WAITING} that a node runs at once. */
	static final int WAITING_AT_ONCE = 32;

	private static final int LIMIT = 5_000_000;

	private DurableHosts() {
	}

	/** Starts a host with two writers, which is the default, on tables that exist. */
	static LocalBackgroundTaskHost start(DataSource dataSource, BackgroundTaskHandler<?>... handlers) {
		LocalBackgroundTaskHost.Builder builder = LocalBackgroundTaskHost.builder()
			.journal(new JdbcTaskJournal(dataSource, JdbcJournalSettings.of("benchmark")))
			.options(BackgroundTaskHostOptions.withDefaults()
				.withLimits((limits) -> limits.withLiveTasks(LIMIT, LIMIT))
				.withKinds(Map.of(WAITING, KindOptions.NONE.withMaxConcurrent(WAITING_AT_ONCE)))
				.withRetention(new RetentionOptions(Duration.ofDays(1), LIMIT)));
		List.of(handlers).forEach(builder::addHandler);
		LocalBackgroundTaskHost host = builder.build();
		host.recover();
		host.start();
		return host;
	}

	static void createTables(DataSource dataSource) throws Exception {
		JournalSchema.create(dataSource, JdbcJournalSettings.DEFAULT_PREFIX);
	}

	/**
	 * A kind whose body takes any JSON.
	 *
	 * @param kind the name of the kind
	 * @param body the body
	 */
	record Handler(String kind, Body body) implements BackgroundTaskHandler<JsonPayload> {

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(JsonPayload input, BackgroundTaskContext context) throws Exception {
			this.body.run(context);
			return null;
		}

	}

	/** A body without a result. */
	interface Body {

		void run(BackgroundTaskContext context) throws Exception;

	}

}
