package io.github.taskhost.autoconfigure.web;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.error.JournalUnavailableException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskSessionCloser}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TaskSessionCloserTests {

	private final List<String> calls = new ArrayList<>();

	private int failures;

	private int stopsAfter = 1000;

	@Test
	void closingIsRepeatedWhileTheStoreIsAway() {
		this.failures = 2;
		closer(HostPhase.RUNNING).close("alice");
		assertThat(this.calls).containsExactly("close alice", "pause", "close alice", "pause", "close alice");
	}

	@Test
	void repeatedClosingIsLoggedOnceWithItsSuccess(CapturedOutput output) {
		this.failures = 3;
		closer(HostPhase.RUNNING).close("alice");
		assertThat(output.toString().lines()).hasSize(2)
			.satisfiesExactly((line) -> assertThat(line).contains("WARN").contains("'alice'", "The database is away."),
					(line) -> assertThat(line).contains("INFO").contains("'alice' is closed, after 3 tries"));
	}

	@Test
	void closingThatTheStopOfTheHostEndsIsLogged(CapturedOutput output) {
		this.failures = 3;
		this.stopsAfter = 2;
		closer(HostPhase.RUNNING).close("alice");
		assertThat(output.toString().lines()).hasSize(2)
			.last(InstanceOfAssertFactories.STRING)
			.contains("WARN", "'alice' was not closed", "2 tries failed");
	}

	@Test
	void closingThatSucceedsIsNotLogged(CapturedOutput output) {
		closer(HostPhase.RUNNING).close("alice");
		assertThat(output).isEmpty();
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
					case "phase" -> (this.calls.size() < 2 * this.stopsAfter) ? phase : HostPhase.STOPPING;
					case "closeSession" -> close((String) arguments[0]);
					default -> throw new UnsupportedOperationException(method.getName());
				});
	}

	private SessionCloseReport close(String owner) {
		this.calls.add("close " + owner);
		if (this.failures-- > 0) {
			throw new JournalUnavailableException("The database is away.", null);
		}
		return new SessionCloseReport(owner, null, List.of(), List.of(), List.of(), List.of());
	}

}
