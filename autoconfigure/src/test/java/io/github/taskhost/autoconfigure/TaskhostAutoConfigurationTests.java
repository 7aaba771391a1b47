package io.github.taskhost.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskInterceptor;
import io.github.taskhost.autoconfigure.codec.TaskhostCodecAutoConfiguration;
import io.github.taskhost.autoconfigure.endpoint.TaskhostEndpointAutoConfiguration;
import io.github.taskhost.autoconfigure.health.TaskhostHealthAutoConfiguration;
import io.github.taskhost.autoconfigure.json.TaskhostJacksonAutoConfiguration;
import io.github.taskhost.autoconfigure.json.TaskhostJacksonModule;
import io.github.taskhost.autoconfigure.kind.TaskhostKindAutoConfiguration;
import io.github.taskhost.autoconfigure.metrics.TaskhostMetricsAutoConfiguration;
import io.github.taskhost.autoconfigure.security.TaskhostSecurityAutoConfiguration;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.TaskResult;
import io.github.taskhost.test.TestTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for {@link TaskhostAutoConfiguration}, also without optional libraries.
 */
class TaskhostAutoConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostEventsAutoConfiguration.class,
				TaskhostShutdownAutoConfiguration.class, TaskhostEndpointAutoConfiguration.class,
				TaskhostHealthAutoConfiguration.class, TaskhostCodecAutoConfiguration.class,
				TaskhostJacksonAutoConfiguration.class, TaskhostKindAutoConfiguration.class,
				TaskhostMetricsAutoConfiguration.class, TaskhostSecurityAutoConfiguration.class,
				JacksonAutoConfiguration.class));

	@Test
	void contributesAHostThatRunsWork() {
		this.contextRunner.run(runsWork());
	}

	@Test
	void backsOffForAHostOfTheApplication() {
		BackgroundTaskHost own = mock();
		this.contextRunner.withBean("ownHost", BackgroundTaskHost.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed().getBean(BackgroundTaskHost.class).isSameAs(own));
		this.contextRunner.withBean("ownHost", BackgroundTaskHost.class, () -> own).run((context) -> {
			context.close();
			verifyNoInteractions(own);
		});
	}

	@Test
	void contributesNothingWhenDisabled() {
		this.contextRunner.withPropertyValues("taskhost.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(BackgroundTaskHost.class)
				.doesNotHaveBean(BackgroundTaskListener.class)
				.doesNotHaveBean(PayloadCodec.class)
				.doesNotHaveBean(TaskCallers.class)
				.doesNotHaveBean(BackgroundTaskHostCustomizer.class)
				.doesNotHaveBean(TaskhostJacksonModule.class)
				.doesNotHaveBean(ShutdownStage.class));
	}

	@Test
	void hostUsesATimerBeanAndItsClock() {
		TestTime time = new TestTime();
		this.contextRunner.withBean(TestTime.class, () -> time)
			.run((context) -> assertThat(run(context).createdAt()).isEqualTo(time.instant()));
	}

	@Test
	void timerThatIsAClockTakesPrecedenceOverAClockBean() {
		TestTime time = new TestTime();
		this.contextRunner.withBean(TestTime.class, () -> time)
			.withBean("clock", Clock.class, Clock::systemUTC)
			.run((context) -> assertThat(run(context).createdAt()).isEqualTo(time.instant()));
	}

	@Test
	void clockBeanWithoutATimerIsNotUsed() {
		Clock fixed = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
		this.contextRunner.withBean(Clock.class, () -> fixed)
			.run((context) -> assertThat(run(context).createdAt()).isAfter(Instant.EPOCH));
	}

	@Test
	void producerDefaultsToTheApplicationName() {
		this.contextRunner.run((context) -> assertThat(run(context).producer()).isEqualTo("application"));
		this.contextRunner.withPropertyValues("spring.application.name=shop")
			.run((context) -> assertThat(run(context).producer()).isEqualTo("shop"));
		this.contextRunner.withPropertyValues("spring.application.name=shop", "taskhost.producer=orders")
			.run((context) -> assertThat(run(context).producer()).isEqualTo("orders"));
	}

	@Test
	void propertiesOfAKindApplyToItsTasks() {
		this.contextRunner
			.withPropertyValues("taskhost.kinds.import.cancel-policy=abort-local",
					"taskhost.kinds.import.close-policy=cancel", "taskhost.kinds.import.timeout=7s",
					"taskhost.defaults.close-policy=transfer")
			.run((context) -> {
				assertThat(run(context).cancelPolicy()).isEqualTo(CancelPolicy.ABORT_LOCAL);
				assertThat(run(context).closePolicy()).isEqualTo(ClosePolicy.CANCEL);
				assertThat(run(context).timeout()).hasSeconds(7);
				assertThat(run(context, "other").closePolicy()).isEqualTo(ClosePolicy.TRANSFER);
			});
	}

	@Test
	void invalidPropertyStopsTheStart() {
		this.contextRunner.withPropertyValues("taskhost.kinds[Import_Orders].timeout=1s")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(InvalidTaskhostPropertyException.class)
				.hasMessageContaining("taskhost.kinds[Import_Orders]"));
	}

	@Test
	void invalidPropertyStopsTheStartWithBeanValidation() {
		this.contextRunner.withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
			.withPropertyValues("taskhost.limits.live-tasks=0")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOf(InvalidTaskhostPropertyException.class)
				.hasMessageContaining("taskhost.limits.live-tasks"));
	}

	@Test
	void interceptorsRunInOrder() {
		this.contextRunner.withUserConfiguration(Interceptors.class).run((context) -> {
			run(context);
			assertThat(context.getBean(Interceptors.class).seen).containsExactly("first", "second", "body of import");
		});
	}

	@Test
	void listenersAreNotified() {
		List<BackgroundTaskEvent> events = new CopyOnWriteArrayList<>();
		this.contextRunner.withBean("listener", BackgroundTaskListener.class, () -> events::add).run((context) -> {
			run(context);
			context.close();
			assertThat(events).first().isInstanceOf(BackgroundTaskEvent.Registered.class);
		});
	}

	@Test
	void customizerOverridesBeans() {
		this.contextRunner
			.withBean(BackgroundTaskHostCustomizer.class,
					() -> (builder) -> builder.codec((value) -> TaskResult.omitted("as customized")))
			.run((context) -> {
				TaskResult result = run(context).result();
				assertThat(result).isEqualTo(TaskResult.omitted("as customized"));
			});
	}

	@Test
	void resultsAreStoredAsJson() {
		this.contextRunner.run((context) -> {
			TaskResult result = run(context).result();
			assertThat(result).isNotNull();
			assertThat(result.value()).hasToString("\"done\"");
		});
	}

	@Test
	void sizeOfResultsIsLimitedByAProperty() {
		this.contextRunner.withPropertyValues("taskhost.payload.max-size=5B").run((context) -> {
			TaskResult result = run(context).result();
			assertThat(result).isNotNull();
			assertThat(result.omitted()).contains("5B");
		});
	}

	@Test
	void backsOffForACodecOfTheApplication() {
		PayloadCodec own = (value) -> TaskResult.omitted("own");
		this.contextRunner.withBean(PayloadCodec.class, () -> own)
			.run((context) -> assertThat(run(context).result()).isEqualTo(TaskResult.omitted("own")));
	}

	@Test
	void jsonMapperOfTheApplicationWritesAndReadsRecords() {
		this.contextRunner.run((context) -> {
			JsonMapper mapper = context.getBean(JsonMapper.class);
			BackgroundTaskRecord record = run(context);
			String json = mapper.writeValueAsString(record);
			assertThat(json).contains("\"state\":\"completed\"");
			assertThat(mapper.readValue(json, BackgroundTaskRecord.class)).isEqualTo(record);
		});
	}

	@Test
	void worksWithoutJackson() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostEventsAutoConfiguration.class,
							TaskhostShutdownAutoConfiguration.class, TaskhostEndpointAutoConfiguration.class,
							TaskhostCodecAutoConfiguration.class, TaskhostJacksonAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("tools.jackson", "com.fasterxml.jackson"))
			.run((context) -> {
				assertThat(context).hasNotFailed().doesNotHaveBean(PayloadCodec.class);
				TaskResult result = run(context).result();
				assertThat(result).isNotNull();
				assertThat(result.omitted()).isNotNull();
			});
	}

	@Test
	void worksWithoutActuator() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate.endpoint",
					"org.springframework.boot.health.contributor"))
			.run(runsWork());
	}

	@Test
	void worksWithoutSpringSecurity() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.security")).run(runsWork());
	}

	@Test
	void worksWithoutMicrometer() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("io.micrometer")).run(runsWork());
	}

	@Test
	void worksWithoutAWebServer() {
		this.contextRunner
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.web", "org.springframework.web",
					"jakarta.servlet", "org.apache.catalina", "reactor"))
			.run(runsWork());
	}

	@Test
	void worksWithoutValidation() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("jakarta.validation", "org.hibernate.validator"))
			.run(runsWork());
	}

	@Test
	void checksPropertiesWithoutValidation() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("jakarta.validation", "org.hibernate.validator"))
			.withPropertyValues("taskhost.limits.live-tasks=0")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.hasMessageContaining("taskhost.limits.live-tasks"));
	}

	@Test
	void stopsWithTheContext() {
		this.contextRunner.run((context) -> {
			LocalBackgroundTaskHost host = context.getBean(LocalBackgroundTaskHost.class);
			context.close();
			assertThat(host.phase()).hasToString("STOPPED");
		});
	}

	@Test
	void shutdownStagesEncloseTheWebServer() {
		this.contextRunner.run((context) -> {
			SmartLifecycle drain = context.getBean("taskhostDrainStage", SmartLifecycle.class);
			SmartLifecycle stop = context.getBean("taskhostStopStage", SmartLifecycle.class);
			assertThat(drain.getPhase()).isGreaterThan(Integer.MAX_VALUE - 1024);
			assertThat(stop.getPhase()).isLessThan(Integer.MAX_VALUE - 2048).isGreaterThan(Integer.MAX_VALUE / 2);
			assertThat(drain.isPauseable()).isFalse();
			assertThat(stop.isPauseable()).isFalse();
		});
	}

	private static ContextConsumer<AssertableApplicationContext> runsWork() {
		return (context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(BackgroundTaskHost.class);
			assertThat(run(context).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		};
	}

	private static BackgroundTaskRecord run(AssertableApplicationContext context) throws InterruptedException {
		return run(context, "import");
	}

	private static BackgroundTaskRecord run(AssertableApplicationContext context, String kind)
			throws InterruptedException {
		BackgroundTaskHandle<String> task = context.getBean(BackgroundTaskHost.class)
			.session("chat-42")
			.spawn(BackgroundTaskRegistration.ofKind(kind).build(), (body) -> "done");
		return task.await(SOON);
	}

	@Configuration(proxyBeanMethods = false)
	static class Interceptors {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Bean
		@Order(2)
		BackgroundTaskInterceptor second() {
			return (context, next) -> {
				this.seen.add("second");
				this.seen.add("body of " + kind(context));
				return next.proceed();
			};
		}

		@Bean
		@Order(1)
		BackgroundTaskInterceptor first() {
			return (context, next) -> {
				this.seen.add("first");
				@Nullable Object result = next.proceed();
				return result;
			};
		}

		private static String kind(BackgroundTaskContext context) {
			return context.record().kind();
		}

	}

}
