package io.github.taskhost.jdbc.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * Properties of durable tasks.
 *
 * @param enabled Whether tasks are stored in the database and survive the process.
 * @param tablePrefix Prefix of the names of all tables, optionally after a schema and a
 * dot.
 * @param nodeName Name of this node for people. Defaults to the name of the application
 * and that of the machine.
 * @param writers Number of threads that commit changes of tasks, each with a connection
 * of the pool while it has work: 1 to 16.
 * @param acceptTimeout Time after which new work and requests are refused while the
 * database cannot be reached: 1 day at most. A number without a unit means seconds.
 * @param initializeSchema Databases whose missing tables are made at the start: EMBEDDED
 * (H2 in this process, in memory or in a file), ALWAYS or NEVER.
 */
@ConfigurationProperties("taskhost.durable")
public record TaskhostDurableProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue("taskhost_") String tablePrefix, @Nullable String nodeName, @DefaultValue("2") int writers,
		@DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration acceptTimeout,
		@DefaultValue("embedded") DatabaseInitializationMode initializeSchema) {
}
