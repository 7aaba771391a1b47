package io.github.taskhost.autoconfigure.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Auto-configuration for problem details of the exceptions of a host. Late, since of
 * advice without an order the one that is defined first counts.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({ ProblemDetail.class, RestControllerAdvice.class })
@ConditionalOnWebApplication
@ConditionalOnBooleanProperty(name = { "taskhost.enabled", "taskhost.web.problem-details" }, matchIfMissing = true)
public final class TaskhostProblemDetailsAutoConfiguration {

	TaskhostProblemDetailsAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	TaskProblemAdvice taskProblemAdvice() {
		return new TaskProblemAdvice();
	}

}
