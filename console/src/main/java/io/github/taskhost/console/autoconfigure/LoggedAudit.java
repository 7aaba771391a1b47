package io.github.taskhost.console.autoconfigure;

import java.util.Map;

import io.github.taskhost.autoconfigure.view.AuditLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log of applications without Actuator: lines of the logger
 * {@code taskhost.audit}.
 */
final class LoggedAudit implements AuditLog {

	private static final Logger log = LoggerFactory.getLogger("taskhost.audit");

	@Override
	public void add(String principal, String type, Map<String, @Nullable Object> data) {
		log.info("{} by {}: {}", type, principal, data);
	}

}
