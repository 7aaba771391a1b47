package io.github.taskhost.console.servlet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.github.taskhost.autoconfigure.security.PrincipalCallers;
import io.github.taskhost.console.access.Client;
import io.github.taskhost.console.access.ConsoleUser;
import io.github.taskhost.console.web.ConsoleAnswer;
import io.github.taskhost.console.web.ConsoleHandler;
import io.github.taskhost.console.web.ConsoleRequest;
import io.github.taskhost.console.web.Parameters;
import io.github.taskhost.spi.TaskCallers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.util.UrlPathHelper;

/**
 * The console in a servlet application.
 */
public final class ServletConsole implements HttpRequestHandler {

	private final ConsoleHandler handler;

	private final String path;

	private final ServletCsrf csrf;

	private final PrincipalCallers callers;

	private final UrlPathHelper paths = new UrlPathHelper();

	/**
	 * Creates the console.
	 * @param handler answers the requests
	 * @param path the path of the console
	 * @param csrf reads the token against forged requests
	 * @param callers the callers that principals are
	 */
	public ServletConsole(ConsoleHandler handler, String path, ServletCsrf csrf, PrincipalCallers callers) {
		this.handler = handler;
		this.path = path;
		this.csrf = csrf;
		this.callers = callers;
	}

	@Override
	public void handleRequest(HttpServletRequest request, HttpServletResponse response) throws IOException {
		ConsoleRequest asked = read(request);
		ConsoleHandler.HEADERS.forEach(response::setHeader);
		if (!this.handler.isStream(asked)) {
			write(this.handler.answer(asked), response);
			return;
		}
		ConsoleHandler.Opened opened = this.handler.open(asked);
		if (opened.feed() != null) {
			ServletStream.begin(opened.feed(), request, response);
		}
		else if (opened.refusal() != null) {
			write(opened.refusal(), response);
		}
	}

	private ConsoleRequest read(HttpServletRequest request) {
		String whole = this.paths.getLookupPathForRequest(request);
		int begin = whole.lastIndexOf(this.path, whole.length());
		String inside = (begin >= 0) ? whole.substring(whole.indexOf(this.path) + this.path.length()) : "";
		Map<String, List<String>> parameters = request.getParameterMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> Arrays.asList(entry.getValue())));
		return new ConsoleRequest(request.getMethod(), inside, request.getQueryString(), new Parameters(parameters),
				user(request), new Client(address(request), request::getHeader), this.csrf.of(request),
				signedIn(request));
	}

	private ConsoleUser user(HttpServletRequest request) {
		Principal principal = request.getUserPrincipal();
		TaskCallers.Caller caller = (principal != null) ? this.callers.of(principal) : null;
		return new ConsoleUser(principal, request::isUserInRole,
				(authority) -> caller != null && caller.hasAuthority(authority));
	}

	private static @Nullable InetAddress address(HttpServletRequest request) {
		try {
			return InetAddress.getByName(request.getRemoteAddr());
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private static BooleanSupplier signedIn(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		if (session == null) {
			return () -> true;
		}
		boolean known = session.getAttribute(ConsoleUser.SESSION_ATTRIBUTE) != null;
		return () -> isValid(session, known);
	}

	private static boolean isValid(HttpSession session, boolean known) {
		try {
			return session.getCreationTime() >= 0
					&& (!known || session.getAttribute(ConsoleUser.SESSION_ATTRIBUTE) != null);
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	private static void write(ConsoleAnswer answer, HttpServletResponse response) throws IOException {
		response.setStatus(answer.status());
		answer.headers().forEach(response::setHeader);
		response.setContentLength(answer.body().length);
		response.getOutputStream().write(answer.body());
	}

}
