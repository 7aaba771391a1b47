package io.github.taskhost.sample.monitors;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.springframework.stereotype.Service;

/**
 * Starts monitors.
 */
@Service
public class Monitors {

	private final BackgroundTaskHost host;

	private final HttpProbe probe;

	private final MonitorProperties properties;

	Monitors(BackgroundTaskHost host, HttpProbe probe, MonitorProperties properties) {
		this.host = host;
		this.probe = probe;
		this.properties = properties;
	}

	/**
	 * Starts a monitor of a URL.
	 * @param session the session that owns the task
	 * @param url an HTTP URL on this machine
	 * @param every the time between two polls
	 * @return the record of the task
	 */
	public BackgroundTaskRecord start(String session, String url, Duration every) {
		Duration min = this.properties.minEvery();
		Duration max = this.properties.maxEvery();
		if (every.compareTo(min) < 0 || every.compareTo(max) > 0) {
			throw new InvalidMonitorException(
					"'every' is " + every + ". Use a duration from " + min + " to " + max + ".");
		}
		LoopbackUrl address = LoopbackUrl.of(url);
		BackgroundTaskRegistration monitor = BackgroundTaskRegistration.ofKind("monitor")
			.displayName("Monitor of " + address.uri())
			.build();
		return this.host.session(session).spawn(monitor, new Monitor(this.probe, address, every)).record();
	}

}
