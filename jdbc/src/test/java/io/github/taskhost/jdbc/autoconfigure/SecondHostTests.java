package io.github.taskhost.jdbc.autoconfigure;

import java.lang.reflect.Type;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.property.TaskhostPropertyNamesAutoConfiguration;
import io.github.taskhost.jdbc.JdbcJournalSettings;
import io.github.taskhost.jdbc.JdbcTaskJournal;
import io.github.taskhost.jdbc.schema.JournalSchema;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/** An application whose sessions are in two databases, as docs/cluster.md shows it. */
class SecondHostTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				TaskhostPropertyNamesAutoConfiguration.class, TaskhostAutoConfiguration.class,
				TaskhostJdbcAutoConfiguration.class, TaskhostJdbcPropertiesAutoConfiguration.class))
		.withPropertyValues("spring.datasource.url=jdbc:h2:mem:first")
		.withUserConfiguration(SecondHost.class);

	@Test
	void eachHostHasTheTasksOfItsDatabase() {
		this.contexts.run((context) -> {
			BackgroundTaskHost first = context.getBean(BackgroundTaskHost.class);
			BackgroundTaskHost second = context.getBean("archiveHost", BackgroundTaskHost.class);
			assertThat(second).isNotSameAs(first);
			TaskRequest request = TaskRequest.of("greet");
			assertThat(end(first, "s1", request).state().isTerminal()).isTrue();
			assertThat(end(second, "s2", request).summary()).isEqualTo("hello");
			assertThat(first.listManaged("s2")).isEmpty();
			assertThat(second.listManaged("s1")).isEmpty();
			assertThat(second.listManaged("s2")).hasSize(1);
		});
	}

	private static BackgroundTaskRecord end(BackgroundTaskHost host, String session, TaskRequest request)
			throws InterruptedException {
		return host.session(session).submit(request).await(Duration.ofSeconds(30));
	}

	@Configuration(proxyBeanMethods = false)
	static class SecondHost {

		@Bean(defaultCandidate = false, destroyMethod = "dispose")
		@Qualifier("archive")
		JdbcConnectionPool archive() throws SQLException {
			JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:archive", "sa", "");
			JournalSchema.create(pool, JdbcJournalSettings.DEFAULT_PREFIX);
			return pool;
		}

		@Bean(defaultCandidate = false, initMethod = "recover", destroyMethod = "close")
		LocalBackgroundTaskHost archiveHost(@Qualifier("archive") DataSource archive,
				ObjectProvider<BackgroundTaskHandler<?>> handlers) {
			LocalBackgroundTaskHost.Builder host = LocalBackgroundTaskHost.builder()
				.journal(new JdbcTaskJournal(archive, JdbcJournalSettings.of("archive")));
			handlers.orderedStream().forEach(host::addHandler);
			return host.build();
		}

		@Bean
		BackgroundTaskHandler<@Nullable JsonPayload> greet() {
			return new Greet();
		}

	}

	private static final class Greet implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "greet";
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			context.summary("hello");
			return null;
		}

	}

}
