package io.github.taskhost.sample.monitors;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;

/**
 * An HTTP address on this machine: a service that fetches addresses which users give it
 * must not reach into a network for them.
 *
 * @param uri the address
 */
record LoopbackUrl(URI uri) {

	static LoopbackUrl of(String url) {
		URI uri = URI.create(url);
		boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
		if (!http || uri.getHost() == null || uri.getUserInfo() != null || !isLoopback(uri.getHost())) {
			throw new IllegalArgumentException(
					"Only http and https addresses of this machine can be watched: localhost, 127.0.0.1 or [::1].");
		}
		return new LoopbackUrl(uri);
	}

	private static boolean isLoopback(String host) {
		if (host.equals("localhost")) {
			return true;
		}
		boolean literal = host.startsWith("[") || host.chars().allMatch((c) -> Character.isDigit(c) || c == '.');
		try {
			return literal && InetAddress.getByName(host).isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

}
