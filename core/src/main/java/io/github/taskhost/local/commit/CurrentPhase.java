package io.github.taskhost.local.commit;

import io.github.taskhost.HostPhase;
import io.github.taskhost.lifecycle.AdmissionRules;

/**
 * The phase of the host. Written under the lock of {@code HostLife}; read by all threads.
 */
public final class CurrentPhase {

	private volatile HostPhase phase = HostPhase.RUNNING;

	public HostPhase get() {
		return this.phase;
	}

	public void set(HostPhase next) {
		this.phase = next;
	}

	public boolean takesWork() {
		return AdmissionRules.takesWork(this.phase);
	}

}
