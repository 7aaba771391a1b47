package io.github.taskhost.sample.web;

import io.github.taskhost.task.BackgroundTaskRecord;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Answers about tasks.
 */
public final class TaskResponses {

	private TaskResponses() {
	}

	/**
	 * The answer to a request that started a task.
	 * @param task the record of the task
	 * @return 202, where the task is found, and the record
	 */
	public static ResponseEntity<BackgroundTaskRecord> accepted(BackgroundTaskRecord task) {
		return ResponseEntity.accepted()
			.location(
					UriComponentsBuilder.fromPath("/sessions/{session}/tasks/{id}").build(task.sessionId(), task.id()))
			.body(task);
	}

}
