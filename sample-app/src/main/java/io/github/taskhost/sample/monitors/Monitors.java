package io.github.taskhost.sample.monitors;

import java.net.http.HttpClient;
import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.BackgroundTaskRegistration;

import org.springframework.stereotype.Service;

/**
 * Starts monitors.
 */
@Service
public class Monitors {

	private static final Duration SHORTEST = Duration.ofMillis(100);

	private static final Duration LONGEST = Duration.ofHours(1);

	private final HttpClient client = HttpClient.newBuilder()
		.connectTimeout(Duration.ofSeconds(2))
		.followRedirects(HttpClient.Redirect.NEVER)
		.build();

	private final BackgroundTaskHost host;

	Monitors(BackgroundTaskHost host) {
		this.host = host;
	}

	/**
	 * Starts to watch an address.
	 * @param session the owner
	 * @param url an HTTP address on this machine
	 * @param every how long to wait between two looks, from 100 ms to an hour
	 * @return the record of the task
	 */
	public BackgroundTaskRecord start(String session, String url, Duration every) {
		if (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("'every' is " + every + ": use " + SHORTEST + " to " + LONGEST + ".");
		}
		LoopbackUrl address = LoopbackUrl.of(url);
		BackgroundTaskRegistration monitor = BackgroundTaskRegistration.ofKind("monitor")
			.displayName("Monitor of " + address.uri())
			.build();
		return this.host.session(session).spawn(monitor, new Monitor(this.client, address, every)).record();
	}

}
