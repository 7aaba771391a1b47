package io.github.taskhost.console.autoconfigure;

import io.github.taskhost.autoconfigure.view.AuditLog;
import io.github.taskhost.autoconfigure.view.ValueSanitizer;
import io.github.taskhost.autoconfigure.view.actuator.ActuatorAuditLog;
import io.github.taskhost.autoconfigure.view.actuator.ActuatorSanitizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Parts of Actuator that the console uses where they exist: the audit events, and the
 * functions that sanitize values.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ AuditApplicationEvent.class, SanitizingFunction.class })
class ConsoleActuatorConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AuditLog taskhostConsoleAuditLog(ApplicationEventPublisher events) {
		return new ActuatorAuditLog(events);
	}

	@Bean
	@ConditionalOnMissingBean
	ValueSanitizer taskhostConsoleSanitizer(ObjectProvider<SanitizingFunction> functions) {
		return new ActuatorSanitizer(functions.orderedStream().toList());
	}

}
