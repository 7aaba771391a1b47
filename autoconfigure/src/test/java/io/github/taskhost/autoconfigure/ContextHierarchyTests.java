package io.github.taskhost.autoconfigure;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications with parent and child contexts.
 */
class ContextHierarchyTests {

	@Test
	void closingAChildLeavesTheHostOfItsParentAlone() throws Exception {
		try (ConfigurableApplicationContext parent = run(null, Application.class)) {
			BackgroundTaskHost host = parent.getBean(BackgroundTaskHost.class);
			CountDownLatch release = new CountDownLatch(1);
			BackgroundTaskHandle<String> task = host.session("chat-42")
				.spawn(BackgroundTaskRegistration.ofKind("import").build(), (context) -> {
					release.await();
					return "done";
				});
			ConfigurableApplicationContext child = run(parent, Application.class);
			assertThat(child.getBean(BackgroundTaskHost.class)).isSameAs(host);
			assertThat(List.of(child.getBeanNamesForType(ShutdownStage.class))).isEmpty();
			child.close();
			assertThat(host.phase()).isEqualTo(HostPhase.RUNNING);
			assertThat(task.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
			release.countDown();
			assertThat(task.completion().toCompletableFuture().get().state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
	}

	@Test
	void eachContextStopsItsHost() {
		try (ConfigurableApplicationContext parent = run(null, Application.class)) {
			ConfigurableApplicationContext child = run(parent, OwnHost.class);
			LocalBackgroundTaskHost own = child.getBean("ownHost", LocalBackgroundTaskHost.class);
			child.close();
			assertThat(own.phase()).isEqualTo(HostPhase.STOPPED);
			BackgroundTaskHost host = parent.getBean(BackgroundTaskHost.class);
			assertThat(host.phase()).isEqualTo(HostPhase.RUNNING);
			parent.close();
			assertThat(host.phase()).isEqualTo(HostPhase.STOPPED);
		}
	}

	private static ConfigurableApplicationContext run(@Nullable ConfigurableApplicationContext parent,
			Class<?> application) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties("spring.jmx.enabled=false");
		return ((parent != null) ? builder.parent(parent) : builder).run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class OwnHost {

		@Bean
		BackgroundTaskHost ownHost() {
			return LocalBackgroundTaskHost.builder().build();
		}

	}

}
