package io.github.taskhost.crash.worker;

import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

import io.github.taskhost.jdbc.JdbcJournalSettings;
import io.github.taskhost.jdbc.JdbcTaskJournal;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;

/** Replaces the journal by that of a process whose clock is wrong. */
final class WrongClock implements BeanPostProcessor {

	private final Environment environment;

	private final ObjectProvider<DataSource> dataSources;

	WrongClock(Environment environment, ObjectProvider<DataSource> dataSources) {
		this.environment = environment;
		this.dataSources = dataSources;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		return (bean instanceof JdbcTaskJournal) ? journal() : bean;
	}

	private JdbcTaskJournal journal() {
		Duration offset = this.environment.getRequiredProperty("crash.clock-offset", Duration.class);
		JdbcJournalSettings settings = JdbcJournalSettings.of("wrong-clock")
			.withTimes(this.environment.getRequiredProperty("taskhost.cluster.lease", Duration.class),
					this.environment.getRequiredProperty("taskhost.durable.accept-timeout", Duration.class));
		return new JdbcTaskJournal(this.dataSources.getObject(), settings, Clock.offset(Clock.systemUTC(), offset));
	}

}
