package io.github.taskhost.console.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The client of a request, as its connection and its headers tell.
 *
 * @param address the address of the connection, or {@code null} if it is not known
 * @param headers the first value of a header by its name, or {@code null}
 */
public record Client(@Nullable InetAddress address, Function<String, @Nullable String> headers) {

	/** A header that no page of another origin can send without being asked first. */
	public static final String CONSOLE_HEADER = "X-Taskhost-Console";

	private static final List<String> OF_PROXIES = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
			"X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Real-IP", "Via");

	private static final Pattern LOOPBACK_HOST = Pattern
		.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d{1,5})?");

	/**
	 * Returns the first value of a header.
	 * @param name the name of the header
	 * @return the value, or {@code null}
	 */
	public @Nullable String header(String name) {
		return this.headers.apply(name);
	}

	/**
	 * Returns whether the client is on this machine and named this machine, so that no
	 * page of another host has led a browser here. A proxy on this machine that adds no
	 * headers is not told apart.
	 * @return {@code true} if so
	 */
	boolean isLocal() {
		String host = header("Host");
		return this.address != null && this.address.isLoopbackAddress() && host != null
				&& LOOPBACK_HOST.matcher(host.toLowerCase(Locale.ROOT)).matches()
				&& OF_PROXIES.stream().allMatch((name) -> header(name) == null);
	}

	/**
	 * Returns whether a page of the same origin has sent the request, or no page at all.
	 * @return {@code true} if so
	 */
	boolean isSameOrigin() {
		String origin = header("Origin");
		String host = header("Host");
		return origin == null || host != null && origin.substring(origin.indexOf("://") + 3).equals(host);
	}

}
