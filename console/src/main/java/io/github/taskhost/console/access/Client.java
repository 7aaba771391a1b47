package io.github.taskhost.console.access;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The client of a request, as its connection and its headers tell.
 *
 * @param address the address of the connection; {@code null} if it is not known, or may
 * be that of a header of a proxy
 * @param headers the first value of a header by its name as it was received, or
 * {@code null}
 * @param guarded whether Spring Security guards the request
 */
public record Client(@Nullable InetAddress address, Function<String, @Nullable String> headers, boolean guarded) {

	/** A header that no page of another origin can send without being asked first. */
	public static final String CONSOLE_HEADER = "X-Taskhost-Console";

	private static final List<String> OF_PROXIES = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
			"X-Forwarded-Proto", "X-Forwarded-Prefix", "X-Forwarded-Port", "X-Forwarded-Server", "X-Forwarded-Ssl",
			"X-Forwarded-By", "X-Original-Forwarded-For", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP",
			"True-Client-IP", "CF-Connecting-IP", "Via");

	private static final Pattern LOOPBACK_HOST = Pattern
		.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d{1,5})?");

	/** An origin of a page; others, such as {@code null}, belong to no page of a host. */
	private static final Pattern ORIGIN = Pattern.compile("https?://([^/?#@\\s]+)", Pattern.CASE_INSENSITIVE);

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
	 * Returns whether a page of the same host and port has sent the request, or no page
	 * at all.
	 * @return {@code true} if so
	 */
	boolean isSameOrigin() {
		String origin = header("Origin");
		if (origin == null) {
			return true;
		}
		Matcher matcher = ORIGIN.matcher(origin);
		return matcher.matches() && matcher.group(1).equalsIgnoreCase(header("Host"));
	}

}
