package io.github.taskhost.autoconfigure.web;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.error.JournalUnavailableException;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskSessionCloser}.
 */
class TaskSessionCloserTests {

	private final List<String> calls = new ArrayList<>();

	private int failures;

	@Test
	void closingIsRepeatedWhileTheStoreIsAway() {
		this.failures = 2;
		closer(HostPhase.RUNNING).close("alice");
		assertThat(this.calls).containsExactly("close alice", "pause", "close alice", "pause", "close alice");
	}

	@Test
	void nothingIsClosedWhenTheHostStops() {
		closer(HostPhase.STOPPING).close("alice");
		assertThat(this.calls).isEmpty();
	}

	private TaskSessionCloser closer(HostPhase phase) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		beans.addBean("host", host(phase));
		TaskSessionCloser closer = new TaskSessionCloser(beans.getBeanProvider(BackgroundTaskHost.class)) {

			@Override
			void start(String owner, Runnable closing) {
				closing.run();
			}

			@Override
			void pause() {
				TaskSessionCloserTests.this.calls.add("pause");
			}

		};
		closer.afterSingletonsInstantiated();
		return closer;
	}

	private BackgroundTaskHost host(HostPhase phase) {
		return (BackgroundTaskHost) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { BackgroundTaskHost.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "phase" -> phase;
					case "closeSession" -> close((String) arguments[0]);
					default -> throw new UnsupportedOperationException(method.getName());
				});
	}

	private Object close(String owner) {
		this.calls.add("close " + owner);
		if (this.failures-- > 0) {
			throw new JournalUnavailableException("The database is away.", null);
		}
		return new Object();
	}

}
