package io.github.taskhost.autoconfigure.reactive;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.codec.TaskhostCodecAutoConfiguration;
import io.github.taskhost.autoconfigure.kind.TaskhostKindAutoConfiguration;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for bodies that return reactive types or futures.
 */
@Timeout(60)
class ReactiveBodiesTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TaskhostReactiveAutoConfiguration.class, TaskhostAutoConfiguration.class,
						TaskhostKindAutoConfiguration.class, TaskhostCodecAutoConfiguration.class))
		.withBean(Work.class);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			mono   | "done"
			empty  |
			flux   | ["one","two"]
			future | "done"
			""")
	void kindEndsWithTheValueOfItsPublisher(String kind, String result) {
		this.contexts.run((context) -> {
			BackgroundTaskRecord end = context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.submit(TaskRequest.of(kind))
				.await(SOON);
			assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
			TaskResult value = end.result();
			assertThat((value != null) ? String.valueOf(value.value()) : null).isEqualTo(result);
		});
	}

	@Test
	void failureOfThePublisherIsThatOfTheTask() {
		this.contexts.run((context) -> {
			BackgroundTaskHandle<Mono<String>> task = context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.spawn("import", (body) -> Mono.error(new UnsupportedOperationException("no")));
			assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.FAILED);
			assertThat(task.failure()).get().isInstanceOf(UnsupportedOperationException.class);
		});
	}

	@Test
	void cancelRequestCancelsTheSubscription() {
		this.contexts.run((context) -> {
			CountDownLatch subscribed = new CountDownLatch(1);
			CountDownLatch cancelled = new CountDownLatch(1);
			BackgroundTaskHandle<Mono<Object>> task = context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.spawn("import",
						(body) -> Mono.never()
							.doOnSubscribe((subscription) -> subscribed.countDown())
							.doOnCancel(cancelled::countDown));
			assertThat(subscribed.await(30, TimeUnit.SECONDS)).isTrue();
			task.cancel("enough");
			assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.CANCELLED);
			assertThat(cancelled.await(30, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Test
	void endlessPublisherFailsAtTheLimit() {
		this.contexts.run((context) -> {
			BackgroundTaskHandle<Flux<Integer>> task = context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.spawn("import", (body) -> Flux.just(1).repeat());
			assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.FAILED);
			assertThat(task.failure()).get().asString().contains("more than 10000 elements");
		});
	}

	@Test
	void backsOffWithoutReactor() {
		this.contexts.withClassLoader(new FilteredClassLoader("reactor"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("taskhostReactiveBodies"));
	}

	static class Work {

		@BackgroundTaskKind("mono")
		Mono<String> mono(BackgroundTaskContext context) {
			return Mono.fromCallable(() -> "done");
		}

		@BackgroundTaskKind("empty")
		Mono<Void> empty(BackgroundTaskContext context) {
			return Mono.empty();
		}

		@BackgroundTaskKind("flux")
		Flux<String> flux(BackgroundTaskContext context) {
			return Flux.fromIterable(List.of("one", "two"));
		}

		@BackgroundTaskKind("future")
		CompletableFuture<String> future(BackgroundTaskContext context) {
			return CompletableFuture.supplyAsync(() -> "done");
		}

	}

}
