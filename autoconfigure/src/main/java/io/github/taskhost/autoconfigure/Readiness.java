package io.github.taskhost.autoconfigure;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

/**
 * Readiness of an application: refuses traffic during a shutdown, and restores the state
 * when the application is started again.
 */
final class Readiness {

	private final ApplicationContext context;

	private volatile boolean refused;

	Readiness(ApplicationContext context) {
		this.context = context;
	}

	void refuseTraffic() {
		this.refused = acceptsTraffic();
		if (this.refused) {
			AvailabilityChangeEvent.publish(this.context, ReadinessState.REFUSING_TRAFFIC);
		}
	}

	void restore() {
		if (this.refused) {
			this.refused = false;
			AvailabilityChangeEvent.publish(this.context, ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	private boolean acceptsTraffic() {
		ApplicationAvailability availability = this.context.getBeanProvider(ApplicationAvailability.class)
			.getIfAvailable();
		return availability != null && availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC;
	}

}
