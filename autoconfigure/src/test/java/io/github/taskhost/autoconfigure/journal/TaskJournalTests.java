package io.github.taskhost.autoconfigure.journal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.TestRecords;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.message.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskRetryPolicy;
import io.github.taskhost.test.TestTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskJournal}.
 */
@Timeout(60)
class TaskJournalTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private static final Duration WAIT = Duration.ofSeconds(103);

	/** Ends the line, turns the text around, and looks like more fields. */
	private static final String HOSTILE = "done\r\n2026 Task t2\u2028\u202e\u0007\u0085 by=\"root\" state=failed\\";

	private static final String QUOTED = "\"done  2026 Task t2     by=\\\"root\\\" state=failed\\\\\"";

	private final ApplicationContextRunner contexts = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostJournalAutoConfiguration.class, TaskhostAutoConfiguration.class));

	private final Logger logger = (Logger) LoggerFactory.getLogger("taskhost.journal");

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final TestTime time = new TestTime();

	@BeforeEach
	void turnOn() {
		this.appender.start();
		this.logger.addAppender(this.appender);
		this.logger.setLevel(Level.DEBUG);
	}

	@AfterEach
	void turnOff() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
	}

	private void run(HostConsumer consumer) {
		this.contexts.withBean(TestTime.class, () -> this.time).run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			consumer.accept(host);
			host.awaitIdle(SOON);
		});
	}

	private List<String> lines() {
		return this.appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	private static Map<String, @Nullable Object> fields(ILoggingEvent line) {
		Map<String, @Nullable Object> fields = new LinkedHashMap<>();
		for (KeyValuePair pair : line.getKeyValuePairs()) {
			assertThat(pair.key).startsWith("journal.");
			assertThat(fields.put(pair.key.substring("journal.".length()), pair.value)).isNull();
		}
		return fields;
	}

	private ILoggingEvent last(String event) {
		return this.appender.list.stream()
			.filter((line) -> event.equals(fields(line).get("event")))
			.reduce((first, second) -> second)
			.orElseThrow();
	}

	private static BackgroundTaskRegistration.Builder task() {
		return BackgroundTaskRegistration.ofKind("import").id("t1");
	}

	@Test
	void eachEventIsOneLineWithItsFields() {
		run((host) -> {
			BackgroundTaskHandle<String> task = host.session("chat-42").spawn(task().build(), (context) -> "secret");
			String uid = task.await(SOON).uid().toString();
			host.awaitIdle(SOON);
			assertThat(lines()).containsExactly(
					"Task t1 of session chat-42, registered: kind=import uid=" + uid
							+ " state=running attempt=1 sequence=1 mode=managed name=\"t1\" producer=\"application\"",
					"Task t1 of session chat-42, completed: kind=import uid=" + uid
							+ " state=completed attempt=1 sequence=2");
			assertThat(this.appender.list).allMatch((line) -> line.getLevel() == Level.DEBUG);
			assertThat(fields(this.appender.list.getFirst())).containsExactly(Map.entry("event", "registered"),
					Map.entry("task", "t1"), Map.entry("session", "chat-42"), Map.entry("kind", "import"),
					Map.entry("uid", uid), Map.entry("state", "running"), Map.entry("attempt", 1),
					Map.entry("sequence", 1L), Map.entry("mode", "managed"), Map.entry("name", "t1"),
					Map.entry("producer", "application"));
		});
	}

	@Test
	void failureIsLoggedWithoutItsMessage() {
		run((host) -> {
			host.session("chat-42").spawn(task().build(), (context) -> {
				throw new IllegalStateException("secret");
			});
			host.awaitIdle(SOON);
			assertThat(fields(last("failed"))).containsEntry("failure", "exception")
				.containsEntry("thrown", "java.lang.IllegalStateException");
			assertThat(lines()).noneMatch((line) -> line.contains("secret"));
		});
	}

	@Test
	void failureOfAnAttemptIsLoggedWithTheRetry() {
		TaskRetryPolicy twice = TaskRetryPolicy.ofMaxAttempts(2).withBackoff(WAIT, 1, WAIT).withJitter(0);
		run((host) -> {
			host.session("chat-42").spawn(task().retry(twice).build(), (context) -> {
				if (context.attempt() == 1) {
					throw new IllegalStateException("secret");
				}
				return "done";
			});
			this.time.awaitScheduled(WAIT);
			this.time.advance(WAIT);
			host.awaitIdle(SOON);
			assertThat(lines()).anyMatch((line) -> line.contains("state changed")
					&& line.endsWith("state=pending attempt=2 sequence=2 from=running failure=exception"
							+ " thrown=\"java.lang.IllegalStateException\""));
		});
	}

	@Test
	void questionsAndMessagesAreLoggedByIdOnly() {
		run((host) -> {
			host.registerExternal("chat-42", task().build(), null);
			TaskReporter reporter = host.reporter("chat-42", "t1");
			reporter.ask(InputRequest.of("go-on", "secret?"));
			host.session("chat-42").task("t1").answer("go-on", new JsonPayload("\"secret\""));
			reporter.ask(InputRequest.of("once-more", "secret?"));
			reporter.complete(null);
			host.session("chat-42").spawn(BackgroundTaskRegistration.ofKind("import").id("t2").build(), (context) -> {
				context.post("secret");
				return "secret";
			});
			host.awaitIdle(SOON);
			assertThat(lines()).noneMatch((line) -> line.contains("secret"));
			assertThat(fields(last("input_answered"))).containsEntry("question", "go-on");
			assertThat(fields(last("input_withdrawn"))).containsEntry("question", "once-more");
			assertThat(String.valueOf(fields(last("message_sent")).get("messageId"))).startsWith("tmsg_");
		});
	}

	@Test
	void stringsFromUsersCannotForgeALine() {
		run((host) -> {
			host.registerExternal("chat-42", task().displayName(HOSTILE).producer(HOSTILE).build(), null);
			TaskReporter reporter = host.reporter("chat-42", "t1");
			reporter.status(HOSTILE);
			reporter.summary(HOSTILE);
			host.session("chat-42").task("t1").cancel(HOSTILE);
			reporter.complete(HOSTILE);
			host.awaitIdle(SOON);
			assertQuoted("registered", "name", "producer");
			assertQuoted("updated", "status", "summary");
			assertQuoted("cancel_requested", "reason");
		});
	}

	private void assertQuoted(String event, String... names) {
		String text = last(event).getFormattedMessage();
		assertThat(text.codePoints()).noneMatch((codePoint) -> Character.isISOControl(codePoint)
				|| Character.getType(codePoint) == Character.FORMAT || codePoint == 0x2028);
		for (String name : names) {
			assertThat(text).contains(" " + name + "=" + QUOTED);
		}
	}

	@Test
	void everyEventHasALine() {
		BackgroundTaskRecord record = TestRecords.full();
		InputRequest question = InputRequest.of("go-on", "Go on?");
		assertLine(new BackgroundTaskEvent.Progress(record, 7, TestRecords.after(1)),
				"progress=5 total=10 unit=\"batches\" status=\"halfway\"");
		assertLine(new BackgroundTaskEvent.Progress(
				TestRecords.ofKind("import").progress(new Progress(3, null, null)).build(), 7, TestRecords.after(1)),
				"sequence=7 progress=3");
		assertLine(new BackgroundTaskEvent.Updated(record, 7, TestRecords.after(1)),
				"status=\"halfway\" summary=\"12,431 orders\" artifacts=1");
		assertLine(new BackgroundTaskEvent.Completed(record, 7, TestRecords.after(1)), "summary=\"12,431 orders\"");
		assertLine(new BackgroundTaskEvent.Cancelled(record, 7, TestRecords.after(1)),
				"reason=\"no longer needed\" by=\"jane\" abandoned=true");
		assertLine(new BackgroundTaskEvent.Transferred(record, 7, TestRecords.after(1), "chat-41"), "from=chat-41");
		assertLine(new BackgroundTaskEvent.InputRequested(record, 7, TestRecords.after(1)), "question=publish");
		assertLine(
				new BackgroundTaskEvent.InputAnswered(record, 7, TestRecords.after(1), question,
						new Answer("go-on", new JsonPayload("1"), TestRecords.after(1), "ann")),
				"question=go-on by=\"ann\"");
		assertLine(new BackgroundTaskEvent.InputDeclined(record, 7, TestRecords.after(1), question, "secret", "ann"),
				"question=go-on by=\"ann\"");
		assertLine(new BackgroundTaskEvent.Removed(record, 7, TestRecords.after(1)), "sequence=7");
		assertLine(new BackgroundTaskEvent.Failed(TestRecords.ofKind("import")
			.state(BackgroundTaskState.FAILED)
			.failure(new TaskFailure(FailureKind.HEARTBEAT_LOST, null, "secret"))
			.build(), 7, TestRecords.after(1)), "failure=heartbeat_lost");
		assertThat(TestRecords.full().input()).isNotNull();
		assertThat(lines()).noneMatch((line) -> line.contains("orders.csv") || line.contains("secret"));
	}

	private void assertLine(BackgroundTaskEvent event, String end) {
		new TaskJournal().onEvent(event);
		assertThat(lines().getLast()).endsWith(" " + end);
	}

	/** The event itself is not read: it may be null. */
	@Test
	void disabledJournalChecksOnlyTheLevel() {
		Consumer<@Nullable BackgroundTaskEvent> journal = new TaskJournal()::onEvent;
		this.logger.setLevel(Level.INFO);
		journal.accept(null);
		assertThat(this.appender.list).isEmpty();
	}

	@Test
	void isRegisteredAsAListener() {
		this.contexts.run(
				(context) -> assertThat(context).getBeans(BackgroundTaskListener.class).containsKey("taskhostJournal"));
		this.contexts.withPropertyValues("taskhost.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TaskJournal.class));
	}

	@Test
	void linesAreInTheOrderOfTheEvents() {
		run((host) -> {
			CountDownLatch go = new CountDownLatch(1);
			BackgroundTaskHandle<String> task = host.session("chat-42").spawn(task().build(), (context) -> {
				go.await();
				context.sleep(Duration.ofDays(1));
				return "never";
			});
			task.cancel("enough");
			go.countDown();
			host.awaitIdle(SOON);
			assertThat(this.appender.list).extracting((line) -> fields(line).get("sequence"))
				.containsExactly(1L, 2L, 3L);
			assertThat(fields(last("cancelled"))).containsEntry("reason", "enough");
		});
	}

	@FunctionalInterface
	private interface HostConsumer {

		void accept(BackgroundTaskHost host) throws Exception;

	}

}
