package io.github.taskhost.sample.monitors;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * An HTTP URL on this machine. All other URLs are refused: a service that requests the
 * URLs of its users must not give them access to its network.
 *
 * @param uri the URL
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
			// Refused below, like every other invalid URL.
		}
		throw new InvalidMonitorException(
				"'url' is not an http or https URL on this machine. Use the host localhost, 127.0.0.1 or [::1].");
	}

	private static boolean isHttp(@Nullable String scheme) {
		return "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
	}

	/** Resolves no host names: only literal addresses are passed to the resolver. */
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
