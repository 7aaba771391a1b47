package io.github.taskhost.jdbc.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;

import javax.sql.DataSource;

import io.github.bucket4j.Bucket;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.rate.TaskhostRateLimitsAutoConfiguration;
import io.github.taskhost.error.InvalidOptionException;
import io.github.taskhost.jdbc.JdbcJournalSettings;
import io.github.taskhost.jdbc.JdbcTaskJournal;
import io.github.taskhost.jdbc.rate.ClusterRateLimiters;
import io.github.taskhost.spi.RateLimiters;
import io.github.taskhost.spi.TaskJournal;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.sql.autoconfigure.init.OnDatabaseInitializationCondition;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Auto-configuration for the store of tasks in the database of the application.
 */
@AutoConfiguration(before = { TaskhostAutoConfiguration.class, TaskhostRateLimitsAutoConfiguration.class },
		after = { DataSourceAutoConfiguration.class, TaskhostJdbcPropertiesAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = { "taskhost.enabled", "taskhost.durable.enabled" }, matchIfMissing = true)
@ConditionalOnMissingBean(TaskJournal.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
@ImportRuntimeHints(JournalRuntimeHints.class)
public final class TaskhostJdbcAutoConfiguration {

	/** The name of the bean of the store. */
	static final String JOURNAL = "taskhostTaskJournal";

	TaskhostJdbcAutoConfiguration() {
	}

	@Bean
	JournalDataSource taskhostJournalDataSource(@TaskhostDataSource ObjectProvider<DataSource> marked,
			ObjectProvider<DataSource> all, ListableBeanFactory beans) {
		return JournalDataSource.of(marked, all, beans);
	}

	@Bean
	@ConditionalOnMissingBean
	@Conditional(SchemaWanted.class)
	JournalSchemaInitializer taskhostSchemaInitializer(JournalDataSource database, TaskhostDurableProperties properties,
			TaskhostClusterProperties cluster, Environment environment) {
		JdbcJournalSettings settings = settings(properties, cluster, environment);
		return new JournalSchemaInitializer(database.dataSource(), settings.tablePrefix(),
				properties.initializeSchema());
	}

	/** Proxied by its interface, since the class is final. The host stops it. */
	@Bean(name = JOURNAL, initMethod = "open", destroyMethod = "stop")
	@DependsOnDatabaseInitialization
	@Proxyable(interfaces = TaskJournal.class)
	JdbcTaskJournal taskhostTaskJournal(JournalDataSource database, TaskhostDurableProperties properties,
			TaskhostClusterProperties cluster, Environment environment) {
		return new JdbcTaskJournal(database.dataSource(), settings(properties, cluster, environment));
	}

	/** Backs off if Bucket4j was excluded: the host refuses rate limits then. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Bucket.class)
	static class RateLimits {

		@Bean
		@Proxyable(ProxyType.INTERFACES)
		@ConditionalOnMissingBean(RateLimiters.class)
		ClusterRateLimiters taskhostClusterRateLimiters(JournalDataSource database,
				TaskhostDurableProperties properties, TaskhostClusterProperties cluster, Environment environment) {
			return new ClusterRateLimiters(database.dataSource(),
					settings(properties, cluster, environment).tablePrefix());
		}

	}

	private static JdbcJournalSettings settings(TaskhostDurableProperties properties, TaskhostClusterProperties cluster,
			Environment environment) {
		try {
			return new JdbcJournalSettings(properties.tablePrefix(), nodeName(properties, environment), cluster.lease(),
					properties.acceptTimeout(), properties.writers(), cluster.unresolvedAfter(),
					Objects.requireNonNullElse(cluster.maxRunning(), Integer.MAX_VALUE),
					cluster.events() == TaskhostClusterProperties.Events.ALL);
		}
		catch (InvalidOptionException ex) {
			throw InvalidDurablePropertyException.of(ex);
		}
	}

	private static String nodeName(TaskhostDurableProperties properties, Environment environment) {
		String name = properties.nodeName();
		if (StringUtils.hasText(name)) {
			return name;
		}
		String application = environment.getProperty("spring.application.name");
		return (StringUtils.hasText(application) ? application : "application") + "@" + machine();
	}

	private static String machine() {
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			return "localhost";
		}
	}

	/** The journal itself, which the application may have wrapped into a proxy. */
	static JdbcTaskJournal targetOf(TaskJournal journal) {
		Object target = AopProxyUtils.getSingletonTarget(journal);
		return (JdbcTaskJournal) ((target != null) ? target : journal);
	}

	/** Is never fulfilled with the mode {@code NEVER}. */
	static class SchemaWanted extends OnDatabaseInitializationCondition {

		private static final String PROPERTY = "taskhost.durable.initialize-schema";

		SchemaWanted() {
			super("Taskhost", PROPERTY);
		}

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			String mode = context.getEnvironment().getProperty(PROPERTY);
			if (StringUtils.hasText(mode) && !isValid(mode)) {
				throw new InvalidDurablePropertyException(PROPERTY, mode, "always, embedded or never");
			}
			return super.getMatchOutcome(context, metadata);
		}

		private static boolean isValid(String mode) {
			return Arrays.stream(DatabaseInitializationMode.values())
				.anyMatch((valid) -> valid.name().equalsIgnoreCase(mode));
		}

	}

}
