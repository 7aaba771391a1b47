package io.github.taskhost.autoconfigure;

import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

/**
 * Takes the readiness of an application down and, when it is started again, back up. It
 * restores only what it took down itself.
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
