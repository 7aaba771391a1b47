package io.github.taskhost.sample.checksums;

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
 * Starts checksums over HTTP.
 */
@RestController
class ChecksumController {

	private final BackgroundTaskHost host;

	ChecksumController(BackgroundTaskHost host) {
		this.host = host;
	}

	/**
	 * Passes the input on as JSON: the host validates it against the kind's input type.
	 */
	@PostMapping("/sessions/{session}/checksums")
	ResponseEntity<BackgroundTaskRecord> start(@PathVariable String session, @RequestBody JsonPayload input) {
		BackgroundTaskRegistration checksum = BackgroundTaskRegistration.ofKind(Checksums.KIND)
			.displayName("Checksum")
			.build();
		return TaskResponses
			.accepted(this.host.session(session).submit(TaskRequest.of(checksum).input(input)).record());
	}

}
