package io.github.taskhost.sample.remote;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.sample.web.TaskResponses;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Starts remote jobs over HTTP.
 */
@RestController
class RemoteJobController {

	private final BackgroundTaskHost host;

	RemoteJobController(BackgroundTaskHost host) {
		this.host = host;
	}

	@PostMapping("/sessions/{session}/remote-jobs")
	ResponseEntity<BackgroundTaskRecord> start(@PathVariable String session, @RequestBody JsonPayload input) {
		BackgroundTaskRegistration job = BackgroundTaskRegistration.ofKind(RemoteJobs.KIND)
			.displayName("Remote job")
			.build();
		return TaskResponses.accepted(this.host.session(session).submit(TaskRequest.of(job).input(input)).record());
	}

}
