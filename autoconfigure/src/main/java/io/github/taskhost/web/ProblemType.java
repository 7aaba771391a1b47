package io.github.taskhost.web;

import java.net.URI;
import java.util.Locale;

import org.springframework.http.HttpStatus;

/**
 * Types of problems. Their names are in URIs that clients compare, and never change.
 */
enum ProblemType {

	INVALID_ARGUMENT(HttpStatus.BAD_REQUEST, "Invalid argument"),

	ANSWER_REFUSED(HttpStatus.BAD_REQUEST, "Answer refused"),

	ANSWER_NOT_PERMITTED(HttpStatus.FORBIDDEN, "Answer not permitted"),

	TASK_NOT_FOUND(HttpStatus.NOT_FOUND, "Task not found"),

	UNKNOWN_KIND(HttpStatus.NOT_FOUND, "Unknown kind of task"),

	TASK_CONFLICT(HttpStatus.CONFLICT, "Id or key of the task is in use"),

	AMBIGUOUS_TASK(HttpStatus.CONFLICT, "Ambiguous task id"),

	TASK_STATE(HttpStatus.CONFLICT, "State of the task does not permit the request"),

	STALE_ATTEMPT(HttpStatus.CONFLICT, "Attempt of the task is over"),

	UNSUPPORTED_OPERATION(HttpStatus.CONFLICT, "Operation not supported by the kind of task"),

	TASK_CANCELLED(HttpStatus.CONFLICT, "Task was cancelled"),

	INPUT_WITHDRAWN(HttpStatus.CONFLICT, "Question was withdrawn"),

	SESSION_CLOSING(HttpStatus.CONFLICT, "Session is closing"),

	TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "Limit of the session or task reached"),

	TOO_MANY_STREAMS(HttpStatus.TOO_MANY_REQUESTS, "Too many open streams"),

	HOST_LIMIT(HttpStatus.SERVICE_UNAVAILABLE, "Limit of the host reached"),

	SHUTDOWN(HttpStatus.SERVICE_UNAVAILABLE, "Application is shutting down"),

	STORE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Store of the tasks cannot be reached"),

	AWAIT_TIMEOUT(HttpStatus.GATEWAY_TIMEOUT, "Task has not ended in time"),

	TASK_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "Error of a background task");

	private final HttpStatus status;

	private final String title;

	private final URI uri;

	ProblemType(HttpStatus status, String title) {
		this.status = status;
		this.title = title;
		this.uri = URI
			.create("tag:taskhost.github.io,2026:problem/" + name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

	HttpStatus status() {
		return this.status;
	}

	String title() {
		return this.title;
	}

	URI uri() {
		return this.uri;
	}

}
