package io.github.taskhost.jdbc;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

import io.github.taskhost.kind.KindOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Tasks of kinds with a limit for all nodes, in transactions of callers. */
class ClusterLimitJoinTests {

	@Test
	void taskStartsSoonAfterTheCommitOnALoneNode() throws Exception {
		Set<String> begun = ConcurrentHashMap.newKeySet();
		try (Nodes nodes = new Nodes()) {
			Nodes.Node node = nodes.start((number, context) -> begun.add(context.record().id()),
					Map.of("work", KindOptions.NONE.withMaxConcurrentCluster(5)), UnaryOperator.identity(), "work");
			// a round of the recovery, of which the next comes in ten seconds
			node.host().session("chat").submit(Nodes.task("work", "w1"));
			Signals.await(() -> begun.contains("w1"));
			new TransactionTemplate(new JdbcTransactionManager(node.pool()))
				.executeWithoutResult((status) -> node.host().session("chat").submit(Nodes.task("work", "w2")));
			Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> begun.contains("w2"));
		}
	}

}
