package io.github.taskhost.test.contract.question;

import java.time.Duration;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;

/** Base class of the suites about questions of bodies. */
abstract class AbstractQuestionsContract extends AbstractHostContract {

	static final InputRequest QUESTION = InputRequest.of("go-on", "Go on?");

	/** The question as the host asks it first. */
	static final InputRequest ASKED = QUESTION.withNumber(1);

	static final JsonPayload YES = new JsonPayload("true");

	static final Duration DEADLINE = Duration.ofSeconds(109);

	@Override
	protected BackgroundTaskHostOptions options() {
		ReportOptions reports = ReportOptions.withDefaults();
		return super.options().withReports(new ReportOptions(reports.outputLines(), reports.outputSize(),
				reports.messages(), reports.messageSize(), reports.artifacts(), 3, 2, reports.totalSize()));
	}

	static BackgroundTask<String> asking(InputRequest question) {
		return (context) -> context.requestInput(question).value().text();
	}

	<R extends @Nullable Object> BackgroundTaskHandle<R> asked(BackgroundTaskRegistration registration,
			BackgroundTask<R> body) throws InterruptedException {
		BackgroundTaskHandle<R> task = this.host.spawnManaged("s1", registration, body);
		this.events.await(BackgroundTaskEvent.InputRequested.class, task.id());
		return task;
	}

	InputRequest withDeadline() {
		return QUESTION.withDeadline(this.clock.instant().plus(DEADLINE));
	}

}
