package io.github.taskhost.autoconfigure;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/** Work of a host that closes the context of the host: the stop does not wait for it. */
@Timeout(120)
class ShutdownByTaskTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class, TaskhostAutoConfiguration.class,
				TaskhostShutdownAutoConfiguration.class))
		.withPropertyValues("taskhost.shutdown.grace-period=1h", "spring.lifecycle.timeout-per-shutdown-phase=2h");

	private final CountDownLatch closed = new CountDownLatch(1);

	private void awaitClosed() throws InterruptedException {
		assertThat(this.closed.await(60, TimeUnit.SECONDS)).as("the context is closed").isTrue();
	}

	@Test
	void taskThatExitsIsNotAwaited() {
		this.runner.run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			BackgroundTaskHandle<Integer> task = host.session("s1").spawn("import", (body) -> {
				int code = SpringApplication.exit(context.getSourceApplicationContext());
				this.closed.countDown();
				return code;
			});
			awaitClosed();
			assertThat(host.phase()).isEqualTo(HostPhase.STOPPED);
			assertThat(task.record().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		});
	}

	@Test
	void hiddenWorkThatClosesTheContextIsNotAwaited() {
		this.runner.run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			host.spawnHidden("s1", "close", () -> {
				context.getSourceApplicationContext().close();
				this.closed.countDown();
			});
			awaitClosed();
			assertThat(host.phase()).isEqualTo(HostPhase.STOPPED);
		});
	}

}
