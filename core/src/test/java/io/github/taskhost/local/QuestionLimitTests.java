package io.github.taskhost.local;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.question.Replies;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** The limits of questions and answers, and questions of tasks whose record is gone. */
class QuestionLimitTests extends LocalHostTest {

	private static final JsonPayload YES = new JsonPayload("true");

	private final Logger logger = (Logger) LoggerFactory.getLogger(Replies.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Queue<String> rejections = new ConcurrentLinkedQueue<>();

	@BeforeEach
	void captureLog() {
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void releaseLog() {
		this.logger.detachAppender(this.log);
	}

	private TaskReporter external(ReportOptions reports) {
		start((builder) -> builder.options(options().withReports(reports)).metrics(new BackgroundTaskMetricsRecorder() {

			@Override
			public void rejected(String kind, RejectionReason reason) {
				QuestionLimitTests.this.rejections.add(kind + " " + reason);
			}

		}));
		host().registerExternal("s1", named("t1"), null);
		return host().reporter("s1", "t1");
	}

	private static ReportOptions answers(int limit) {
		ReportOptions reports = ReportOptions.withDefaults();
		return new ReportOptions(reports.outputLines(), reports.outputSize(), reports.messages(), reports.messageSize(),
				reports.artifacts(), limit, reports.questions(), reports.totalSize());
	}

	private void askAndAnswer(TaskReporter reporter, int number) {
		reporter.ask(InputRequest.of("q" + number, "?"));
		session().task("t1").answer("q" + number, YES);
	}

	private List<String> warnings() {
		return this.log.list.stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	@Test
	void taskKeepsAThousandAnswersByDefault() {
		assertThat(ReportOptions.withDefaults().answers()).isEqualTo(1000);
		assertThat(ReportOptions.withDefaults().questions()).isEqualTo(16);
	}

	@Test
	void fourFifthsOfTheAnswersAreWarnedOfOnceAndTheNextPastTheLimitIsCounted() {
		TaskReporter reporter = external(answers(10));
		for (int i = 1; i <= 7; i++) {
			askAndAnswer(reporter, i);
		}
		assertThat(warnings()).isEmpty();
		for (int i = 8; i <= 10; i++) {
			askAndAnswer(reporter, i);
		}
		assertThat(warnings()).singleElement()
			.asString()
			.contains("Task t1 of session s1", "10 answers", "taskhost.limits.answers");
		assertThat(this.rejections).isEmpty();
		assertThatExceptionOfType(TaskRejectedException.class).isThrownBy(() -> askAndAnswer(reporter, 11))
			.withMessageContainingAll("'q11'", "10 answers", "taskhost.limits.answers")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(RejectionReason.ANSWERS));
		assertThat(this.rejections).containsExactly("other ANSWERS");
		assertThat(reporter.ask(InputRequest.of("q10", "?"))).isPresent();
		assertThat(reporter.ask(InputRequest.of("q10", "Once more?"))).isEmpty();
		session().task("t1").answer("q10", 11, YES);
		assertThat(session().task("t1").answers()).hasSize(10);
		assertThat(warnings()).hasSize(1);
	}

	@Test
	void taskWhoseRecordWasRemovedAsksNothing() throws Exception {
		start((builder) -> builder.options(options().withRetention(new RetentionOptions(Duration.ofDays(1), 0))));
		host().registerExternal("s1", named("t1"), null);
		TaskReporter reporter = host().reporter("s1", "t1");
		BackgroundTaskHandle<@Nullable Object> task = session().task("t1");
		reporter.complete("done");
		this.events.await(BackgroundTaskEvent.Removed.class, "t1");
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(() -> reporter.ask(InputRequest.of("k", "?")))
			.withMessageContainingAll("'t1'", "'k'", "ended");
		assertThat(task.record().state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task.record().inputRequest()).isNull();
	}

	@Test
	void bodyWithAllActionsCanStillBlock() throws Exception {
		CountDownLatch ready = new CountDownLatch(1);
		BackgroundTaskHandle<@Nullable Void> task = session().spawn(named("t1"), (context) -> {
			for (int i = 0; i < 100; i++) {
				context.onCancel(() -> {
				});
			}
			context.receive(Duration.ZERO);
			context.requestInput(InputRequest.of("go-on", "Go on?"));
			ready.countDown();
			context.sleep(Duration.ofDays(1));
			return null;
		});
		this.events.await(BackgroundTaskEvent.InputRequested.class, "t1");
		task.answer("go-on", YES);
		await(ready);
		this.timer.awaitScheduled(Duration.ofDays(1));
		task.cancel("enough");
		assertThat(task.await(PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

}
