package io.github.taskhost.sample.monitors;

/**
 * The result of one run of a monitor.
 *
 * @param probe the result of its request
 * @param changes the number of changes of the response since the first run that is known
 */
record MonitorResult(ProbeResult probe, long changes) {

	MonitorResult next(ProbeResult other) {
		return new MonitorResult(other, this.changes + (other.equals(this.probe) ? 0 : 1));
	}

	String text() {
		return this.probe.status() + "; changes: " + this.changes;
	}

}
