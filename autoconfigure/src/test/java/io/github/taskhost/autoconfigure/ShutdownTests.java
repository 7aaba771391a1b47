package io.github.taskhost.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for tasks, requests and subscriptions while a web application stops.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class ShutdownTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final HttpClient client = HttpClient.newHttpClient();

	private ConfigurableApplicationContext context;

	private BackgroundTaskHost host;

	private Requests requests;

	@BeforeEach
	void start() {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "server.shutdown=graceful",
					"taskhost.shutdown.grace-period=200ms", "taskhost.shutdown.interrupt-wait=200ms")
			.run();
		this.host = this.context.getBean(BackgroundTaskHost.class);
		this.requests = this.context.getBean(Requests.class);
	}

	@AfterEach
	void close() {
		this.requests.release.countDown();
		this.context.close();
	}

	@Test
	void requestInFlightCanSpawnInTheFirstStage() throws Exception {
		CompletableFuture<HttpResponse<String>> response = get("/spawn");
		await(this.requests.entered);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.context::close);
		await(this.context.getBean(WebShutdownProbe.class).begun);
		assertThat(this.host.phase()).isEqualTo(HostPhase.DRAINING);
		this.requests.release.countDown();
		assertThat(response.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
		assertThat(response.get().body()).isEqualTo("spawned");
		closed.get(30, TimeUnit.SECONDS);
		assertThat(this.host.phase()).isEqualTo(HostPhase.STOPPED);
	}

	@Test
	void subscriptionEndsInTheFirstStage() throws Exception {
		CompletableFuture<HttpResponse<String>> response = get("/events");
		await(this.requests.entered);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.context::close);
		assertThat(response.get(30, TimeUnit.SECONDS).body()).isEqualTo("ended while DRAINING");
		closed.get(30, TimeUnit.SECONDS);
	}

	@Test
	void spawnInTheSecondStageIsRejected() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.host.session("chat-42").spawn("import", (body) -> {
			body.onCancel(asked::countDown);
			running.countDown();
			awaitUninterruptibly(release);
			return "done";
		});
		await(running);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.context::close);
		await(asked);
		assertThatExceptionOfType(TaskRejectedException.class)
			.isThrownBy(() -> this.host.session("chat-42").spawn("import", (body) -> "done"))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.SHUTDOWN));
		release.countDown();
		closed.get(30, TimeUnit.SECONDS);
	}

	@Test
	void unresponsiveBodyDoesNotBlockTheShutdownAndIsLogged(CapturedOutput output) throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		try {
			this.host.session("chat-42")
				.spawn(BackgroundTaskRegistration.ofKind("import").id("import:stubborn").build(), (body) -> {
					running.countDown();
					awaitUninterruptibly(release);
					return "done";
				});
			await(running);
			this.context.close();
			assertThat(this.host.phase()).isEqualTo(HostPhase.STOPPED);
			assertThat(output).contains("import:stubborn");
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void readinessIsRefusedInTheFirstStageAndAcceptedAfterARestart() {
		ApplicationAvailability availability = this.context.getBean(ApplicationAvailability.class);
		assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		this.context.stop();
		assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		this.context.start();
		assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
	}

	@Test
	void stoppedContextCanRestart() throws Exception {
		this.context.stop();
		assertThat(this.host.phase()).isEqualTo(HostPhase.STOPPED);
		assertThatExceptionOfType(TaskRejectedException.class)
			.isThrownBy(() -> this.host.session("chat-42").spawn("import", (body) -> "done"));
		this.context.start();
		assertThat(this.host.phase()).isEqualTo(HostPhase.RUNNING);
		BackgroundTaskHandle<String> task = this.host.session("chat-42").spawn("import", (body) -> "done");
		assertThat(task.await(SOON).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void pauseOfTheContextDoesNotAffectTheHost() {
		this.context.pause();
		assertThat(this.host.phase()).isEqualTo(HostPhase.RUNNING);
	}

	private CompletableFuture<HttpResponse<String>> get(String path) {
		URI uri = URI
			.create("http://127.0.0.1:" + this.context.getEnvironment().getProperty("local.server.port") + path);
		return this.client.sendAsync(HttpRequest.newBuilder(uri).timeout(SOON).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		boolean released = false;
		while (!released) {
			try {
				latch.await();
				released = true;
			}
			catch (InterruptedException ex) {
				// A body that ignores interrupts.
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Requests.class)
	static class Application {

		@Bean
		WebShutdownProbe webShutdownProbe() {
			return new WebShutdownProbe();
		}

	}

	@RestController
	static class Requests {

		private final BackgroundTaskHost host;

		private final CountDownLatch entered = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		Requests(BackgroundTaskHost host) {
			this.host = host;
		}

		@GetMapping("/spawn")
		String spawn() throws InterruptedException {
			this.entered.countDown();
			this.release.await();
			this.host.session("chat-42").spawn("import", (body) -> "done");
			return "spawned";
		}

		@GetMapping("/events")
		String events() throws InterruptedException {
			try (BackgroundTaskSubscription events = this.host.session("chat-42").subscribe()) {
				this.entered.countDown();
				while (!events.isEnded()) {
					events.next(SOON);
				}
				return "ended while " + this.host.phase();
			}
		}

	}

	/** Signals the start of the graceful shutdown of the web server. */
	static class WebShutdownProbe implements SmartLifecycle {

		private final CountDownLatch begun = new CountDownLatch(1);

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.running = false;
			this.begun.countDown();
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE;
		}

	}

}
