package io.github.taskhost.sample.web;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessagePage;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.message.TaskOutputPage;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Questions, messages and output of tasks over HTTP.
 */
@RestController
@RequestMapping("/sessions/{session}/tasks/{id}")
class DialogueController {

	private final BackgroundTaskHost host;

	DialogueController(BackgroundTaskHost host) {
		this.host = host;
	}

	/**
	 * Answers the question with a key, and a number if the task has asked the key before.
	 */
	@PostMapping("/answer")
	TaskMessageReceipt answer(@PathVariable String session, @PathVariable String id,
			@RequestBody AnswerRequest request) {
		if (request.key() == null || request.answer() == null) {
			throw new InvalidTaskArgumentException(
					"'key' or 'answer' is missing. Send a body such as {\"key\":\"broken-rows\",\"answer\":…}.");
		}
		BackgroundTaskHandle<?> task = task(session, id);
		return (request.number() != null) ? task.answer(request.key(), request.number(), request.answer())
				: task.answer(request.key(), request.answer());
	}

	/** Sends a message. The status is 202 while the message waits for the task. */
	@PostMapping("/messages")
	ResponseEntity<TaskMessageReceipt> send(@PathVariable String session, @PathVariable String id,
			@RequestBody MessageRequest request) {
		if (request.text() == null) {
			throw new InvalidTaskArgumentException("'text' is missing. Send a body such as {\"text\":\"status\"}.");
		}
		TaskMessageReceipt receipt = task(session, id).send(request.text());
		boolean queued = receipt.delivery() == MessageDelivery.QUEUED;
		return ResponseEntity.status(queued ? HttpStatus.ACCEPTED : HttpStatus.OK).body(receipt);
	}

	@GetMapping("/messages")
	TaskMessagePage messages(@PathVariable String session, @PathVariable String id,
			@RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "200") int limit) {
		return task(session, id).messages(after, limit);
	}

	@GetMapping("/output")
	TaskOutputPage output(@PathVariable String session, @PathVariable String id,
			@RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "200") int limit) {
		return task(session, id).output(after, limit);
	}

	private BackgroundTaskHandle<?> task(String session, String id) {
		return this.host.session(session).task(id);
	}

	record AnswerRequest(@Nullable String key, @Nullable Integer number, @Nullable JsonPayload answer) {
	}

	record MessageRequest(@Nullable String text) {
	}

}
