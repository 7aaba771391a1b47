package io.github.taskhost.sample.monitors;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP address on this machine: a service that fetches addresses which users give it
 * must not reach into a network for them.
 *
 * @param uri the address
 */
record LoopbackUrl(URI uri) {

	private static final Pattern ADDRESS = Pattern.compile("127(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:]+]");

	static LoopbackUrl of(String url) {
		try {
			URI uri = new URI(url);
			if (isHttp(uri.getScheme()) && uri.getUserInfo() == null && isLoopback(uri.getHost())) {
				return new LoopbackUrl(uri);
			}
		}
		catch (URISyntaxException ex) {
			// refused below, as any other text that is no such address
		}
		throw new InvalidMonitorException(
				"Only http and https addresses of this machine can be watched: localhost, 127.0.0.1 or [::1].");
	}

	private static boolean isHttp(@Nullable String scheme) {
		return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
	}

	/** Looks no name up: only literal addresses reach the resolver. */
	private static boolean isLoopback(@Nullable String host) {
		if (host == null || !ADDRESS.matcher(host).matches()) {
			return "localhost".equalsIgnoreCase(host);
		}
		try {
			return InetAddress.getByName(host).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
