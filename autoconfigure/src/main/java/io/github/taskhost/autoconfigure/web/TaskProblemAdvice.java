package io.github.taskhost.autoconfigure.web;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.web.TaskProblems;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers exceptions of the host in controllers with problem details, on Spring MVC and
 * on WebFlux. The operations of Actuator endpoints are not in controllers and keep their
 * answers.
 */
@RestControllerAdvice(annotations = Controller.class)
@Order(Ordered.LOWEST_PRECEDENCE)
class TaskProblemAdvice {

	private static final Logger logger = LoggerFactory.getLogger(TaskProblemAdvice.class);

	/**
	 * Spring calls this for other exceptions with such a cause too. They are not ours,
	 * and Spring handles an exception that is thrown again as if nothing had been called.
	 * JSON always: to a client that accepts event streams, WebFlux would stream the
	 * problem.
	 */
	@ExceptionHandler(BackgroundTaskException.class)
	ResponseEntity<ProblemDetail> answer(Throwable thrown) throws Throwable {
		BackgroundTaskException ex = TaskProblems.find(thrown);
		if (ex == null) {
			throw thrown;
		}
		ProblemDetail problem = TaskProblems.of(ex);
		if (problem.getStatus() == HttpStatus.INTERNAL_SERVER_ERROR.value()) {
			logger.error("A request has failed with an error of a background task", ex);
		}
		return ResponseEntity.status(problem.getStatus()).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem);
	}

}
