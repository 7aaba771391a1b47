package io.github.taskhost.sample.web;

import io.github.taskhost.task.BackgroundTaskRecord;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * HTTP responses about tasks.
 */
public final class TaskResponses {

	private TaskResponses() {
	}

	/**
	 * Answers a request that has started a task.
	 * @param task the record of the task
	 * @return status 202 with the location of the task and the record
	 */
	public static ResponseEntity<BackgroundTaskRecord> accepted(BackgroundTaskRecord task) {
		return ResponseEntity.accepted()
			.location(
					UriComponentsBuilder.fromPath("/sessions/{session}/tasks/{id}").build(task.sessionId(), task.id()))
			.body(task);
	}

}
