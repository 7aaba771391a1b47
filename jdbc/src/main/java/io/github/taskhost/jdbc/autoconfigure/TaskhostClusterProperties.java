package io.github.taskhost.jdbc.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of nodes that share a database.
 *
 * @param lease Time without a heartbeat after which other nodes take the tasks of a node:
 * 300 ms to 1 day. A number without a unit means seconds.
 * @param unresolvedAfter Time after which a task that no node can run ends FAILED, since
 * the first node could not run it: 1 s to 365 days. A number without a unit means
 * seconds.
 * @param maxRunning Largest number of bodies of durable kinds that run on this node at
 * once; no limit if not set. While other nodes are alive, tasks past it are left to them.
 * @param events Events that listeners and subscriptions of this node get: those of its
 * own changes, or those of all nodes. The same on all nodes.
 */
@ConfigurationProperties("taskhost.cluster")
public record TaskhostClusterProperties(@DefaultValue("6s") @DurationUnit(ChronoUnit.SECONDS) Duration lease,
		@DefaultValue("1h") @DurationUnit(ChronoUnit.SECONDS) Duration unresolvedAfter, @Nullable Integer maxRunning,
		@DefaultValue("local") Events events) {

	/** The events that a node publishes. */
	public enum Events {

		/** Those of the changes that the node makes. */
		LOCAL,

		/** Those of all nodes, each once on every node. */
		ALL

	}

}
