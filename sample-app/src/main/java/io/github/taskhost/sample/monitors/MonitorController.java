package io.github.taskhost.sample.monitors;

import java.time.Duration;

import io.github.taskhost.sample.web.TaskResponses;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Starts monitors over HTTP.
 */
@RestController
class MonitorController {

	private final Monitors monitors;

	MonitorController(Monitors monitors) {
		this.monitors = monitors;
	}

	@PostMapping("/sessions/{session}/monitors")
	ResponseEntity<BackgroundTaskRecord> start(@PathVariable String session, @RequestBody MonitorRequest request) {
		if (request.url() == null || request.every() == null) {
			throw new InvalidMonitorException(
					"'url' or 'every' is missing. Send {\"url\":\"http://localhost:8080/\",\"every\":\"PT2S\"}.");
		}
		return TaskResponses.accepted(this.monitors.start(session, request.url(), request.every()));
	}

	record MonitorRequest(@Nullable String url, @Nullable Duration every) {
	}

}
