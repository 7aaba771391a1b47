package io.github.taskhost.local;

import io.github.taskhost.HostPhase;
import io.github.taskhost.lifecycle.AdmissionRules;

/**
 * The phase of the host. Written by its start and stop, which take turns; read by all.
 */
final class CurrentPhase {

	private volatile HostPhase phase = HostPhase.RUNNING;

	HostPhase get() {
		return this.phase;
	}

	void set(HostPhase next) {
		this.phase = next;
	}

	boolean takesWork() {
		return AdmissionRules.takesWork(this.phase);
	}

}
