package io.github.taskhost.console.servlet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

import io.github.taskhost.console.access.Client;
import io.github.taskhost.console.web.ConsoleRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * The client and the session of a servlet request.
 */
final class ServletRequests {

	/** Set by Tomcat's valve for the headers of proxies, which replaces the address. */
	private static final String FORWARDED = "org.apache.tomcat.request.forwarded";

	private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%.*)?");

	private ServletRequests() {
	}

	/**
	 * The client as the connection has it: filters hide the headers of proxies, and
	 * replace the address by theirs.
	 */
	static Client client(HttpServletRequest request, boolean guarded) {
		HttpServletRequest original = request;
		while (original instanceof ServletRequestWrapper wrapper
				&& wrapper.getRequest() instanceof HttpServletRequest inner) {
			original = inner;
		}
		boolean forwarded = Boolean.TRUE.equals(original.getAttribute(FORWARDED));
		return new Client(forwarded ? null : address(original.getRemoteAddr()), original::getHeader, guarded);
	}

	/** The address of a text, without asking a name server. */
	private static @Nullable InetAddress address(@Nullable String text) {
		try {
			return (text != null && ADDRESS.matcher(text).matches()) ? InetAddress.getByName(text) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	/**
	 * Whether the session of the request goes on, with the same user: a logout ends the
	 * session, or takes the user out of it.
	 */
	static BooleanSupplier signedIn(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session == null) {
			return () -> true;
		}
		Object user = session.getAttribute(ConsoleRequest.SIGNED_IN);
		return () -> isSame(session, user);
	}

	private static boolean isSame(HttpSession session, @Nullable Object user) {
		try {
			return Objects.equals(session.getAttribute(ConsoleRequest.SIGNED_IN), user);
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

}
