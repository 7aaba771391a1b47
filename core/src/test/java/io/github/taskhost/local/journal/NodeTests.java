package io.github.taskhost.local.journal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.TaskSession;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.ClusterNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The state of a durable host, as it is shown to the nodes that share its journal. */
class NodeTests {

	private static ClusterNode only(LocalBackgroundTaskHost host) {
		assertThat(host.nodes()).hasSize(1);
		return host.nodes().getFirst();
	}

	@Test
	void itTellsItsRunningTasksAndItsDrain() throws InterruptedException {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().journal(new MemoryJournal()).build()) {
			host.recover();
			assertThat(only(host).running()).isZero();
			assertThat(only(host).draining()).isFalse();
			CountDownLatch begun = new CountDownLatch(2);
			CountDownLatch go = new CountDownLatch(1);
			TaskSession session = host.session("s1");
			for (String kind : new String[] { "copy", "import" }) {
				session.spawn(kind, (context) -> {
					begun.countDown();
					return go.await(1, TimeUnit.MINUTES);
				});
			}
			begun.await();
			assertThat(only(host).running()).isEqualTo(2);
			host.drain();
			assertThat(only(host).draining()).isTrue();
			go.countDown();
		}
	}

	@Test
	void hostInMemoryHasNoNodes() {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			assertThat(host.nodes()).isEmpty();
		}
	}

}
