package io.github.taskhost.autoconfigure.view.actuator;

import java.util.Map;

import io.github.taskhost.autoconfigure.view.AuditLog;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Audit log that publishes an {@link AuditApplicationEvent} for each entry. Thread-safe.
 */
public final class ActuatorAuditLog implements AuditLog {

	private final ApplicationEventPublisher events;

	/**
	 * Creates the audit log.
	 * @param events the publisher of the events
	 */
	public ActuatorAuditLog(ApplicationEventPublisher events) {
		this.events = events;
	}

	@Override
	public void add(String principal, String type, Map<String, @Nullable Object> data) {
		this.events.publishEvent(new AuditApplicationEvent(principal, type, data));
	}

}
