package io.github.taskhost.sample.monitors;

import java.util.Optional;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.ScheduledRun;
import io.github.taskhost.task.TaskResult;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The runs of monitors. Each sends one request, and compares its response with that of
 * the run before.
 */
@Component
@RegisterReflectionForBinding(MonitorResult.class)
class MonitorRuns {

	static final String KIND = "monitor";

	private final BackgroundTaskHost host;

	private final HttpProbe probe;

	private final JsonMapper json;

	MonitorRuns(BackgroundTaskHost host, HttpProbe probe, JsonMapper json) {
		this.host = host;
		this.probe = probe;
		this.json = json;
	}

	@BackgroundTaskKind(value = KIND, description = "Requests a URL once, and compares the response")
	MonitorResult run(MonitorInput input, BackgroundTaskContext context) throws InterruptedException {
		ProbeResult probed = this.probe.check(LoopbackUrl.of(input.url()));
		MonitorResult result = previous(context.record()).map((last) -> last.next(probed))
			.orElse(new MonitorResult(probed, 0));
		context.summary(result.text());
		return result;
	}

	/** Returns the result of the run before, unless retention has removed it. */
	private Optional<MonitorResult> previous(BackgroundTaskRecord task) {
		return Optional.ofNullable(task.registration().scheduledRun())
			.map(ScheduledRun::previous)
			.flatMap(this.host::find)
			.map(BackgroundTaskRecord::result)
			.map(TaskResult::value)
			.map(JsonPayload::text)
			.map((text) -> this.json.readValue(text, MonitorResult.class));
	}

}
