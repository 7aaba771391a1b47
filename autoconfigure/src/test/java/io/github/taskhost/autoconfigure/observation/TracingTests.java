package io.github.taskhost.autoconfigure.observation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskRetryPolicy;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.BaggageInScope;
import io.micrometer.tracing.ScopedSpan;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the spans of executions, in an application with Boot's OpenTelemetry starter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class TracingTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final String NAME = "task import";

	private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();

	private ConfigurableApplicationContext context;

	private BackgroundTaskHost host;

	private ObservationRegistry observations;

	private Tracer tracer;

	@BeforeAll
	void start() {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=orders", "management.tracing.sampling.probability=1.0",
					"management.tracing.baggage.remote-fields=tenant",
					"management.tracing.baggage.correlation.fields=tenant")
			.run();
		this.host = this.context.getBean(BackgroundTaskHost.class);
		this.observations = this.context.getBean(ObservationRegistry.class);
		this.tracer = this.context.getBean(Tracer.class);
	}

	@AfterAll
	void stop() {
		this.context.close();
	}

	@BeforeEach
	void resetSpans() {
		SPANS.reset();
	}

	private static BackgroundTaskRegistration.Builder task(String id) {
		return BackgroundTaskRegistration.ofKind("import").id(id);
	}

	/** Runs it as a request does, that is over when its tasks go on. */
	private <R> R inRequest(Supplier<R> request) {
		return Observation.createNotStarted("request", this.observations).observe(request);
	}

	private SpanData only(String name) {
		List<SpanData> named = named(name);
		assertThat(named).hasSize(1);
		return named.getFirst();
	}

	private List<SpanData> named(String name) {
		return SPANS.getFinishedSpanItems().stream().filter((span) -> span.getName().equals(name)).toList();
	}

	private static Map<String, Object> attributes(SpanData span) {
		return span.getAttributes()
			.asMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> entry.getKey().getKey(), Map.Entry::getValue));
	}

	private static void assertIsChild(SpanData child, SpanData parent) {
		assertThat(child.getTraceId()).isEqualTo(parent.getTraceId());
		assertThat(child.getParentSpanId()).isEqualTo(parent.getSpanId());
	}

	@Test
	void executionIsAChildOfTheSpanThatSpawnedIt() throws Exception {
		BackgroundTaskHandle<String> task = inRequest(
				() -> this.host.session("s1").spawn(task("child").build(), (body) -> "done"));
		this.host.awaitIdle(SOON);
		SpanData span = only(NAME);
		assertIsChild(span, only("request"));
		assertThat(attributes(span)).containsOnly(Map.entry("kind", "import"), Map.entry("outcome", "completed"),
				Map.entry("failure", "none"), Map.entry("taskhost.task", "child"), Map.entry("taskhost.session", "s1"),
				Map.entry("taskhost.kind", "import"), Map.entry("taskhost.attempt", "1"),
				Map.entry("taskhost.uid", task.record().uid().toString()));
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
		assertThat(span.getLinks()).isEmpty();
	}

	@Test
	void executionIsAChildOfAManualSpan() throws Exception {
		ScopedSpan own = this.tracer.startScopedSpan("own");
		try {
			this.host.session("s1").spawn(task("by-hand").build(), (body) -> "done");
		}
		finally {
			own.end();
		}
		this.host.awaitIdle(SOON);
		assertIsChild(only(NAME), only("own"));
	}

	@Test
	void executionWithoutAParentSpanBeginsATrace() throws Exception {
		this.host.session("s1").spawn(task("root").build(), (body) -> "done");
		this.host.awaitIdle(SOON);
		assertThat(only(NAME).getParentSpanContext().isValid()).isFalse();
	}

	@Test
	void spansOfTheBodyAreChildrenOfTheExecution() throws Exception {
		this.host.session("s1").spawn(task("outer").build(), (body) -> {
			this.tracer.startScopedSpan("step").end();
			body.spawnChild(BackgroundTaskRegistration.ofKind("report").id("inner").build(), (inside) -> "done")
				.await(SOON);
			return "done";
		});
		this.host.awaitIdle(SOON);
		assertIsChild(only("step"), only(NAME));
		assertIsChild(only("task report"), only(NAME));
	}

	@Test
	void hiddenWorkContinuesTheTrace() throws Exception {
		inRequest(() -> {
			this.host.spawnHidden("s1", "hidden", () -> this.tracer.startScopedSpan("step").end());
			return "";
		});
		this.host.awaitHidden("s1", SOON);
		assertIsChild(only("step"), only("request"));
	}

	@Test
	void laterAttemptsLinkToTheFirst() throws Exception {
		TaskRetryPolicy twice = TaskRetryPolicy.ofMaxAttempts(2)
			.withBackoff(Duration.ofMillis(10), 1, Duration.ofMillis(10));
		inRequest(() -> this.host.session("s1").spawn(task("again").retry(twice).build(), (body) -> {
			if (body.attempt() == 1) {
				throw new IllegalStateException("no luck");
			}
			return "done";
		}));
		this.host.awaitIdle(SOON);
		List<SpanData> attempts = named(NAME);
		assertThat(attempts).hasSize(2).allSatisfy((attempt) -> assertIsChild(attempt, only("request")));
		SpanData first = attempts.getFirst();
		assertThat(attributes(first)).containsEntry("outcome", "retried").containsEntry("failure", "exception");
		assertThat(first.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(first.getLinks()).isEmpty();
		SpanData second = attempts.getLast();
		assertThat(attributes(second)).containsEntry("outcome", "completed").containsEntry("taskhost.attempt", "2");
		assertThat(second.getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
		assertThat(second.getLinks()).extracting(LinkData::getSpanContext).containsExactly(first.getSpanContext());
		assertThat(second.getEvents()).extracting(EventData::getName).containsExactly("queued");
		assertThat(second.getEvents().getFirst().getEpochNanos()).isLessThanOrEqualTo(second.getStartEpochNanos());
	}

	@Test
	void laterAttemptsWithoutAParentSpanLinkToTheFirst() throws Exception {
		TaskRetryPolicy twice = TaskRetryPolicy.ofMaxAttempts(2)
			.withBackoff(Duration.ofMillis(10), 1, Duration.ofMillis(10));
		this.host.session("s1").spawn(task("again-alone").retry(twice).build(), (body) -> {
			throw new IllegalStateException("no luck");
		});
		this.host.awaitIdle(SOON);
		List<SpanData> attempts = named(NAME);
		assertThat(attempts).hasSize(2);
		assertThat(attempts.getLast().getParentSpanContext().isValid()).isFalse();
		assertThat(attempts.getLast().getLinks()).extracting(LinkData::getSpanContext)
			.containsExactly(attempts.getFirst().getSpanContext());
	}

	@Test
	void failureIsAnErrorOfTheSpan() throws Exception {
		this.host.session("s1").spawn(task("fails").build(), (body) -> {
			throw new IllegalStateException("no luck");
		});
		this.host.awaitIdle(SOON);
		SpanData span = only(NAME);
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(attributes(span)).containsEntry("outcome", "failed").containsEntry("failure", "exception");
		assertThat(span.getEvents()).filteredOn((event) -> event.getName().equals("exception"))
			.singleElement()
			.satisfies((event) -> assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message")))
				.isEqualTo("no luck"));
	}

	@Test
	void exceptionOfTheBodyIsInTheSpanAsItIs() throws Exception {
		String message = "line one\nline two";
		this.host.session("s1").spawn(task("failing").build(), (body) -> {
			throw new IllegalStateException(message);
		});
		this.host.awaitIdle(SOON);
		assertThat(only(NAME).getEvents()).filteredOn((event) -> event.getName().equals("exception"))
			.singleElement()
			.satisfies((event) -> assertThat(event.getAttributes().asMap().values().stream().map(String::valueOf))
				.contains(IllegalStateException.class.getName(), message));
	}

	@Test
	void waitingAndCancellingAreEventsOfTheSpan() throws Exception {
		CountDownLatch answered = new CountDownLatch(1);
		BackgroundTaskSubscription events = this.host.subscribe(BackgroundTaskFilter.all());
		BackgroundTaskHandle<String> task = this.host.session("s1").spawn(task("asks").build(), (body) -> {
			body.requestInput(InputRequest.of("go-on", "Go on?"));
			answered.countDown();
			body.sleep(Duration.ofDays(1));
			return "never";
		});
		while (!(events.next(SOON).orElseThrow() instanceof BackgroundTaskEvent.InputRequested)) {
			assertThat(task.record().state().isTerminal()).isFalse();
		}
		events.close();
		task.answer("go-on", new JsonPayload("true"));
		answered.await();
		task.cancel("enough");
		this.host.awaitIdle(SOON);
		SpanData span = only(NAME);
		assertThat(span.getEvents()).extracting(EventData::getName)
			.filteredOn((name) -> !name.equals("queued"))
			.containsExactly("waiting", "resumed", "cancel requested");
		assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.OK);
		assertThat(attributes(span)).containsEntry("outcome", "cancelled");
	}

	@Test
	void logOfTheBodyHasTheTraceOfTheExecution() throws Exception {
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger("orders.import");
		logger.addAppender(appender);
		appender.start();
		inRequest(() -> {
			LoggerFactory.getLogger("orders.import").info("in the request");
			return this.host.session("s1").spawn(task("logs").build(), (body) -> {
				LoggerFactory.getLogger("orders.import").info("in the body");
				return "done";
			});
		});
		this.host.awaitIdle(SOON);
		logger.detachAppender(appender);
		SpanData span = only(NAME);
		assertThat(appender.list).hasSize(2);
		assertThat(appender.list.getLast().getMDCPropertyMap()).containsEntry("traceId", span.getTraceId())
			.containsEntry("spanId", span.getSpanId())
			.containsEntry("taskhost.task", "logs")
			.containsEntry("taskhost.attempt", "1");
		assertThat(appender.list.getFirst().getMDCPropertyMap()).containsEntry("traceId", span.getTraceId())
			.containsEntry("spanId", span.getParentSpanId())
			.doesNotContainKey("taskhost.task");
	}

	@Test
	void baggageOfTheSpawnerIsInEveryAttempt() throws Exception {
		TaskRetryPolicy twice = TaskRetryPolicy.ofMaxAttempts(2)
			.withBackoff(Duration.ofMillis(10), 1, Duration.ofMillis(10));
		List<@Nullable String> seen = new CopyOnWriteArrayList<>();
		inRequest(() -> {
			try (BaggageInScope tenant = this.tracer.createBaggageInScope("tenant", "acme")) {
				return this.host.session("s1").spawn(task("carries").retry(twice).build(), (body) -> {
					seen.add(this.tracer.getBaggage("tenant").get() + " " + MDC.get("tenant"));
					throw new IllegalStateException("once more");
				});
			}
		});
		this.host.awaitIdle(SOON);
		assertThat(seen).containsExactly("acme acme", "acme acme");
	}

	@Test
	void thousandsOfTasksDoNotMixTheirTraces() throws Exception {
		Map<Integer, String> seen = new ConcurrentHashMap<>();
		List<@Nullable String> traces = IntStream.range(0, 2000).mapToObj((number) -> inRequest(() -> {
			this.host.session("s" + number % 7)
				.spawn(task("many-" + number).build(), (body) -> seen.put(number, String.valueOf(traceId())));
			return traceId();
		})).toList();
		this.host.awaitIdle(SOON);
		Map<Object, String> byTask = named(NAME).stream()
			.collect(Collectors.toMap((span) -> attributes(span).get("taskhost.task"), SpanData::getTraceId));
		assertThat(byTask).hasSize(2000);
		for (int i = 0; i < traces.size(); i++) {
			assertThat(byTask).containsEntry("many-" + i, traces.get(i));
			assertThat(seen).containsEntry(i, traces.get(i));
		}
		assertThat(traces).doesNotHaveDuplicates();
		assertThat(this.tracer.currentSpan()).isNull();
	}

	private @Nullable String traceId() {
		Span span = this.tracer.currentSpan();
		TraceContext current = (span != null) ? span.context() : null;
		return (current != null) ? current.traceId() : null;
	}

	@Test
	void executionsHaveOneTimerAndNoActiveTimer() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = this.host.session("s1")
			.spawn(BackgroundTaskRegistration.ofKind("timed").build(), (body) -> {
				running.countDown();
				body.sleep(Duration.ofDays(1));
				return "never";
			});
		running.await();
		task.cancel("enough");
		this.host.awaitIdle(SOON);
		assertThat(this.context.getBean(MeterRegistry.class).getMeters()).extracting(Meter::getId)
			.filteredOn((id) -> id.getName().startsWith("taskhost.task.execution"))
			.isNotEmpty()
			.allSatisfy((id) -> {
				assertThat(id.getName()).isEqualTo("taskhost.task.execution");
				assertThat(id.getTags()).extracting(Tag::getKey).containsExactly("failure", "kind", "outcome");
			})
			.filteredOn((id) -> "timed".equals(id.getTag("kind")))
			.singleElement()
			.satisfies((id) -> assertThat(id.getTag("outcome")).isEqualTo("cancelled"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		/**
		 * Exports each span at its end. An exporter bean would export in batches, for
		 * which tests would have to wait.
		 */
		@Bean
		SpanProcessor spanProcessor() {
			return SimpleSpanProcessor.create(SPANS);
		}

	}

}
