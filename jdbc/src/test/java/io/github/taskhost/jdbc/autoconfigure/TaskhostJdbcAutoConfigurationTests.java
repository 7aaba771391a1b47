package io.github.taskhost.jdbc.autoconfigure;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.LocalHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.TaskhostShutdownAutoConfiguration;
import io.github.taskhost.autoconfigure.property.TaskhostPropertyNamesAutoConfiguration;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.jdbc.JdbcJournalSettings;
import io.github.taskhost.jdbc.JdbcTaskJournal;
import io.github.taskhost.jdbc.JournalStatus;
import io.github.taskhost.jdbc.TestServer;
import io.github.taskhost.jdbc.error.MissingTablesException;
import io.github.taskhost.jdbc.error.UnsupportedDatabaseException;
import io.github.taskhost.jdbc.schema.JournalSchema;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.test.util.AopTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskhostJdbcAutoConfiguration} and the health of the store.
 */
class TaskhostJdbcAutoConfigurationTests {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final ApplicationContextRunner withoutDatabase = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostPropertyNamesAutoConfiguration.class,
				TaskhostAutoConfiguration.class, TaskhostJdbcAutoConfiguration.class,
				TaskhostJdbcHealthAutoConfiguration.class, TaskhostJdbcPropertiesAutoConfiguration.class))
		.withPropertyValues("spring.application.name=shop");

	private final ApplicationContextRunner contexts = this.withoutDatabase
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=" + h2());

	private static String h2() {
		return "jdbc:h2:mem:boot" + NUMBER.incrementAndGet();
	}

	private static FailureAnalysis analysisOf(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, failure) -> {
			}))
			.stream()
			.filter((analyzer) -> analyzer.getClass().getName().startsWith("io.github.taskhost.jdbc."))
			.map((analyzer) -> analyzer.analyze(context.getStartupFailure()))
			.filter((analysis) -> analysis != null)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No analysis", context.getStartupFailure()));
	}

	private static boolean isDurable(AssertableApplicationContext context) {
		return context.getBean(LocalHost.class).own().map(LocalBackgroundTaskHost::isDurable).orElse(false);
	}

	private static JdbcTaskJournal journalOf(AssertableApplicationContext context) {
		return AopTestUtils.getTargetObject(context.getBean(TaskJournal.class));
	}

	@Test
	void aDataSourceMakesTheHostDurable() {
		this.contexts.run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(BackgroundTaskHost.class).hasSingleBean(TaskJournal.class);
			assertThat(isDurable(context)).isTrue();
			JournalStatus status = journalOf(context).status();
			assertThat(status.nodeName()).startsWith("shop@");
			assertThat(status.holdsLease()).isTrue();
			assertThat(status.warnings()).singleElement().asString().contains("in memory");
			assertThat(status.database()).startsWith("H2 2.");
		});
	}

	@Test
	void propertiesReachTheStore() {
		this.contexts
			.withPropertyValues("taskhost.durable.node-name=blue", "taskhost.durable.table-prefix=work_",
					"taskhost.cluster.lease=9s", "taskhost.durable.writers=3", "taskhost.durable.accept-timeout=1s",
					"taskhost.cluster.max-running=7")
			.run((context) -> {
				assertThat(journalOf(context).maxRunning()).isEqualTo(7);
				JournalStatus status = journalOf(context).status();
				assertThat(status.nodeName()).isEqualTo("blue");
				assertThat(status.lease()).hasSeconds(9);
				assertThat(new JdbcTemplate(context.getBean(DataSource.class))
					.queryForObject("SELECT COUNT(*) FROM work_node WHERE name = 'blue'", Integer.class)).isEqualTo(1);
			});
	}

	@Test
	void eventsAreStoredForOtherNodesIfAskedTo() {
		assertThat(storedEvents()).isZero();
		assertThat(storedEvents("taskhost.cluster.events=all")).isPositive();
	}

	private int storedEvents(String... properties) {
		AtomicInteger stored = new AtomicInteger();
		this.contexts.withPropertyValues(properties).run((context) -> {
			context.getBean(BackgroundTaskHost.class)
				.spawnManaged("s1", BackgroundTaskRegistration.ofKind("import").build(), (body) -> null)
				.await(Duration.ofMinutes(1));
			stored.set(new JdbcTemplate(context.getBean(DataSource.class))
				.queryForObject("SELECT COUNT(*) FROM taskhost_event WHERE events IS NOT NULL", Integer.class));
		});
		return stored.get();
	}

	@Test
	void tasksStayInMemoryIfAskedTo() {
		this.contexts.withPropertyValues("taskhost.durable.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(TaskJournal.class)
				.doesNotHaveBean(HealthIndicator.class);
			assertThat(isDurable(context)).isFalse();
		});
	}

	@Test
	void nothingIsThereWithoutAHost() {
		this.contexts.withPropertyValues("taskhost.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TaskJournal.class));
	}

	@Test
	void storeOfTheApplicationPrecedes() {
		this.contexts.withUserConfiguration(OwnJournal.class).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(TaskJournal.class).hasBean("own");
			assertThat(context).doesNotHaveBean(HealthIndicator.class);
			assertThat(isDurable(context)).isTrue();
		});
	}

	@Test
	void markedDataSourcePrecedes() {
		this.withoutDatabase.withUserConfiguration(TwoDatabases.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(tablesOf(context.getBean("second", DataSource.class))).isPositive();
			assertThat(tablesOf(context.getBean("first", DataSource.class))).isZero();
		});
	}

	private static int tablesOf(DataSource dataSource) {
		Integer tables = new JdbcTemplate(dataSource).queryForObject(
				"SELECT COUNT(*) FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME LIKE 'TASKHOST%'", Integer.class);
		return (tables != null) ? tables : -1;
	}

	@Test
	void severalDataSourcesNeedAChoice() {
		this.withoutDatabase.withBean("one", DataSource.class, JdbcDataSource::new)
			.withBean("two", DataSource.class, JdbcDataSource::new)
			.run((context) -> {
				FailureAnalysis analysis = analysisOf(context);
				assertThat(analysis.getDescription()).contains("several DataSources").contains("one, two");
				assertThat(analysis.getAction()).contains("@TaskhostDataSource");
			});
	}

	@Test
	void missingDataSourceIsExplained() {
		this.withoutDatabase.run((context) -> {
			FailureAnalysis analysis = analysisOf(context);
			assertThat(analysis.getDescription()).contains("no DataSource");
			assertThat(analysis.getAction()).contains("spring.datasource.url")
				.contains("taskhost.durable.enabled=false");
		});
	}

	@Test
	void missingTablesAreExplained() {
		this.contexts.withPropertyValues("taskhost.durable.initialize-schema=never").run((context) -> {
			FailureAnalysis analysis = analysisOf(context);
			assertThat(analysis.getCause()).isInstanceOf(MissingTablesException.class);
			assertThat(analysis.getDescription()).contains("taskhost_schema");
			assertThat(analysis.getAction()).contains("initialize-schema=always").contains("Flyway");
		});
	}

	@Test
	void tablesOfALaterVersionAreLeftAsTheyAre() throws Exception {
		DataSource dataSource = new SimpleDriverDataSource(new org.h2.Driver(), h2() + ";DB_CLOSE_DELAY=-1");
		JournalSchema.create(dataSource, JdbcJournalSettings.DEFAULT_PREFIX);
		JdbcTemplate database = new JdbcTemplate(dataSource);
		database.update("UPDATE taskhost_schema SET version = 3");
		this.withoutDatabase.withBean(DataSource.class, () -> dataSource)
			.withPropertyValues("taskhost.durable.initialize-schema=always")
			.run((context) -> assertThat(analysisOf(context).getDescription()).contains("version 3", "a newer one"));
		assertThat(database.queryForList("SELECT version FROM taskhost_schema", Integer.class)).containsExactly(3);
	}

	@Test
	void databaseThatIsAwayAtTheStartIsExplained() {
		this.contexts.withPropertyValues("spring.datasource.url=jdbc:h2:tcp://localhost:1/none").run((context) -> {
			FailureAnalysis analysis = analysisOf(context);
			assertThat(analysis.getCause()).isInstanceOf(JournalUnavailableException.class);
			assertThat(analysis.getDescription()).contains("could not be reached").doesNotContain("..");
			assertThat(analysis.getAction()).contains("spring.datasource.url");
		});
	}

	@ParameterizedTest
	@CsvSource({ "PostgreSQL, 12, 9, too old", "H2, 2, 1, too old", "MySQL, 9, 0, do not work on 'MySQL'" })
	void otherDatabaseIsExplained(String product, int major, int minor, String reason) {
		this.withoutDatabase.withBean(DataSource.class, () -> claiming(product, major, minor)).run((context) -> {
			FailureAnalysis analysis = analysisOf(context);
			assertThat(analysis.getCause()).isInstanceOf(UnsupportedDatabaseException.class);
			assertThat(analysis.getDescription()).contains(reason).contains("PostgreSQL");
		});
	}

	/** A database that says it is another one. */
	private static DataSource claiming(String product, int major, int minor) {
		JdbcDataSource h2 = new JdbcDataSource();
		h2.setURL(h2());
		Map<String, Object> claims = Map.of("getDatabaseProductName", product, "getDatabaseMajorVersion", major,
				"getDatabaseMinorVersion", minor);
		return proxy(DataSource.class, h2,
				(name, value) -> (value instanceof Connection connection)
						? proxy(Connection.class, connection,
								(inner, result) -> (result instanceof DatabaseMetaData metadata)
										? proxy(DatabaseMetaData.class, metadata, claims::getOrDefault) : result)
						: value);
	}

	private static <T> T proxy(Class<T> type, T target, java.util.function.BiFunction<String, Object, Object> result) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				try {
					Object value = method.invoke(target, arguments);
					return (value != null) ? result.apply(method.getName(), value) : null;
				}
				catch (InvocationTargetException ex) {
					throw ex.getCause();
				}
			}));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					taskhost.durable.writers            | 0    | 0       | Use 1 to 16.
					taskhost.durable.writers            | 17   | 17      | Use 1 to 16.
					taskhost.cluster.lease              | 1ms  | PT0.001S | Use 300 ms to 1 day.
					taskhost.cluster.lease              | 25h  | PT25H   | Use 300 ms to 1 day.
					taskhost.cluster.unresolved-after   | 10ms | PT0.01S | Use 1 s to 365 days.
					taskhost.cluster.unresolved-after   | 366d | PT8784H | Use 1 s to 365 days.
					taskhost.cluster.max-running        | 0    | 0       | Use 1 or more.
					taskhost.durable.accept-timeout     | 0    | PT0S    | Use more than 0, and 1 day at most.
					taskhost.durable.accept-timeout     | 25h  | PT25H   | Use more than 0, and 1 day at most.
					taskhost.durable.table-prefix       | a-b  | a-b     | Use A-Z a-z 0-9 and _, not beginning with a digit, after a schema and a dot if there is one, 41 characters at most.
					taskhost.durable.table-prefix       | a.b.c_ | a.b.c_ | Use A-Z a-z 0-9 and _, not beginning with a digit, after a schema and a dot if there is one, 41 characters at most.
					taskhost.durable.initialize-schema  | sometimes | sometimes | Use always, embedded or never.
					""")
	void invalidValueIsExplained(String property, String value, String shown, String remedy) {
		this.contexts.withPropertyValues(property + "=" + value).run((context) -> {
			FailureAnalysis analysis = analysisOf(context);
			assertThat(analysis.getDescription())
				.isEqualTo("The property '" + property + "' has the value '" + shown + "', which is not valid.");
			assertThat(analysis.getAction()).isEqualTo("Change '" + property + "'. " + remedy);
		});
	}

	@Test
	void misspeltSwitchStopsTheStart() {
		this.contexts.withPropertyValues("taskhost.durable.enabled=flase")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("flase"));
	}

	@Test
	void misspeltPropertyStopsTheStart() {
		this.contexts.withPropertyValues("taskhost.durable.writer=2")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("Did you mean 'writers'?"));
		this.contexts.withPropertyValues("taskhost.cluster.laese=2s")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("Did you mean 'lease'?"));
	}

	@Test
	void healthTellsTheLeaseWithoutAQuery() {
		this.contexts.run((context) -> {
			Health health = context.getBean("taskhostJournalHealthIndicator", HealthIndicator.class).health();
			assertThat(health).isNotNull();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("lease", "PT6S")
				.containsEntry("fencings", 0)
				.containsEntry("unresolved", 0)
				.containsEntry("nodes", 1L)
				.containsEntry("fenced", false)
				.containsEntry("draining", false)
				.containsKeys("database", "node", "worker", "sinceRenewal", "warnings");
		});
	}

	@Test
	void healthTellsTheDrainOfTheNode() {
		this.contexts.withConfiguration(AutoConfigurations.of(TaskhostShutdownAutoConfiguration.class))
			.run((context) -> {
				context.getBean(LocalBackgroundTaskHost.class).drain();
				assertThat(
						context.getBean("taskhostJournalHealthIndicator", HealthIndicator.class).health().getDetails())
					.containsEntry("draining", true);
			});
	}

	@Test
	void healthHasTheNumberOfTasksInTheDatabase() {
		this.contexts.run((context) -> {
			HealthIndicator indicator = context.getBean("taskhostJournalHealthIndicator", HealthIndicator.class);
			Awaitility.await()
				.untilAsserted(() -> assertThat(Objects.requireNonNull(indicator.health()).getDetails())
					.containsEntry("live", 0L));
		});
	}

	@Test
	void metersTellTheTasksOfTheDatabaseWithoutAWaitForIt() {
		this.contexts.withConfiguration(AutoConfigurations.of(TaskhostJdbcMetricsAutoConfiguration.class))
			.run((context) -> {
				SimpleMeterRegistry registry = new SimpleMeterRegistry();
				context.getBean("taskhostJournalGauges", MeterBinder.class).bindTo(registry);
				context.getBean(BackgroundTaskHost.class)
					.register("s1", BackgroundTaskRegistration.ofKind("shell").build());
				Gauge pending = registry.get("taskhost.cluster.tasks").tag("state", "pending").gauge();
				Awaitility.await().untilAsserted(() -> assertThat(pending.value()).isOne());
				assertThat(registry.get("taskhost.cluster.tasks").tag("state", "waiting").gauge().value()).isZero();
				assertThat(registry.get("taskhost.cluster.unresolved").gauge().value()).isZero();
				assertThat(registry.get("taskhost.cluster.nodes").tag("lease", "held").gauge().value()).isOne();
				assertThat(registry.get("taskhost.cluster.nodes").tag("lease", "fenced").gauge().value()).isZero();
				assertThat(registry.get("taskhost.cluster.commit.waiting").gauge().value()).isZero();
				assertThat(registry.get("taskhost.cluster.inbox.age").timeGauge().value(TimeUnit.SECONDS)).isZero();
				assertThat(registry.get("taskhost.cluster.lease.age").timeGauge().value(TimeUnit.SECONDS))
					.isBetween(0.0, 6.0);
			});
	}

	@Test
	void countersTellTheCommitsOfEachRegistryAndTheTakeovers() {
		this.contexts.withConfiguration(AutoConfigurations.of(TaskhostJdbcMetricsAutoConfiguration.class))
			.run((context) -> {
				SimpleMeterRegistry registry = new SimpleMeterRegistry();
				SimpleMeterRegistry second = new SimpleMeterRegistry();
				MeterBinder binder = context.getBean("taskhostJournalCounters", MeterBinder.class);
				binder.bindTo(registry);
				binder.bindTo(second);
				context.getBean(BackgroundTaskHost.class)
					.register("s1", BackgroundTaskRegistration.ofKind("shell").build());
				for (SimpleMeterRegistry each : List.of(registry, second)) {
					assertThat(each.get("taskhost.cluster.commit").timer().count()).isOne();
					assertThat(each.get("taskhost.cluster.commit").timer().totalTime(TimeUnit.NANOSECONDS))
						.isPositive();
					assertThat(each.get("taskhost.cluster.commit.requests").summary().totalAmount()).isOne();
				}
				journalOf(context).meters().recovered(3);
				assertThat(registry.get("taskhost.cluster.recovered").functionCounter().count()).isEqualTo(3);
				for (String name : List.of("fencings", "takeovers", "orphaned", "fenced.writes")) {
					assertThat(registry.get("taskhost.cluster." + name).functionCounter().count()).as(name).isZero();
				}
			});
	}

	@Test
	void healthWarnsOfAnUnsafeDatabase(@TempDir Path folder) {
		this.contexts.withPropertyValues("spring.datasource.url=jdbc:h2:file:" + folder.resolve("tasks"))
			.run((context) -> assertThat(journalOf(context).status().warnings()).singleElement()
				.asString()
				.contains("jdbc:h2:async:"));
		this.contexts
			.withPropertyValues("spring.datasource.url=" + TestServer.newPostgresqlUrl(),
					"spring.datasource.hikari.connection-init-sql=SET synchronous_commit = off",
					"taskhost.durable.initialize-schema=always")
			.run((context) -> {
				Health health = context.getBean("taskhostJournalHealthIndicator", HealthIndicator.class).health();
				assertThat(health).isNotNull();
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(String.valueOf(health.getDetails().get("warnings"))).contains("synchronous_commit is off");
			});
	}

	@Test
	void healthIsDownWhileTheDatabaseIsAway() {
		this.contexts.withPropertyValues("taskhost.cluster.lease=300ms", "taskhost.durable.accept-timeout=200ms")
			.run((context) -> {
				HealthIndicator indicator = context.getBean("taskhostJournalHealthIndicator", HealthIndicator.class);
				new JdbcTemplate(context.getBean(DataSource.class)).execute("SHUTDOWN IMMEDIATELY");
				Awaitility.await()
					.atMost(Duration.ofSeconds(20))
					.untilAsserted(() -> assertThat(indicator.health()).isNotNull()
						.extracting(Health::getStatus)
						.isEqualTo(Status.DOWN));
				assertThat(String.valueOf(indicator.health())).contains("The lease was not renewed");
			});
	}

	@Test
	void healthCanBeTurnedOff() {
		this.contexts.withPropertyValues("management.health.taskhostjournal.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(HealthIndicator.class));
	}

	@Test
	void worksWithoutTheHealthOfBoot() {
		this.contexts.withClassLoader(new FilteredClassLoader("org.springframework.boot.health.contributor"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean("taskhostJournalHealthIndicator");
				assertThat(isDurable(context)).isTrue();
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDatabases {

		@Bean
		DataSource first() {
			return database();
		}

		@Bean
		@TaskhostDataSource
		DataSource second() {
			return database();
		}

		private static DataSource database() {
			JdbcDataSource h2 = new JdbcDataSource();
			h2.setURL(h2() + ";DB_CLOSE_DELAY=-1");
			return h2;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnJournal {

		@Bean
		TaskJournal own() {
			return (TaskJournal) Proxy.newProxyInstance(getClass().getClassLoader(),
					new Class<?>[] { TaskJournal.class }, (proxy, method, arguments) -> switch (method.getName()) {
						case "workerId", "toString" -> "own";
						case "hashCode" -> 1;
						case "equals" -> proxy == arguments[0];
						default ->
							method.isDefault() ? InvocationHandler.invokeDefault(proxy, method, arguments) : null;
					});
		}

	}

}
