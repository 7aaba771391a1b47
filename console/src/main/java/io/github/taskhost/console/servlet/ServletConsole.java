package io.github.taskhost.console.servlet;

import java.io.IOException;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.taskhost.autoconfigure.security.PrincipalCallers;
import io.github.taskhost.console.access.ConsoleUser;
import io.github.taskhost.console.web.ConsoleAnswer;
import io.github.taskhost.console.web.ConsoleHandler;
import io.github.taskhost.console.web.ConsoleRequest;
import io.github.taskhost.console.web.InnerPath;
import io.github.taskhost.console.web.Parameters;
import io.github.taskhost.spi.TaskCallers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.server.RequestPath;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.util.ServletRequestPathUtils;

/**
 * The console in a servlet application. Thread-safe.
 */
public final class ServletConsole implements HttpRequestHandler {

	private final ConsoleHandler handler;

	private final String path;

	private final ServletCsrf csrf;

	private final ServletGuard guard;

	private final PrincipalCallers callers;

	/**
	 * Creates the console.
	 * @param handler answers the requests
	 * @param path the path of the console
	 * @param csrf reads the token against forged requests
	 * @param guard tells whether Spring Security guards a request
	 * @param callers the callers that principals are
	 */
	public ServletConsole(ConsoleHandler handler, String path, ServletCsrf csrf, ServletGuard guard,
			PrincipalCallers callers) {
		this.handler = handler;
		this.path = path;
		this.csrf = csrf;
		this.guard = guard;
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
		if (!request.isAsyncSupported()) {
			write(ConsoleHandler.noStream(), response);
			return;
		}
		ConsoleHandler.Opened opened = this.handler.open(asked);
		if (opened.feed() != null) {
			ServletStream.start(opened.feed(), request, response);
		}
		else if (opened.refusal() != null) {
			write(opened.refusal(), response);
		}
	}

	private ConsoleRequest read(HttpServletRequest request) {
		RequestPath path = ServletRequestPathUtils.hasParsedRequestPath(request)
				? ServletRequestPathUtils.getParsedRequestPath(request)
				: ServletRequestPathUtils.parseAndCache(request);
		String inside = InnerPath.of(path.pathWithinApplication(), this.path);
		ConsoleUser user = user(request);
		Map<String, List<String>> parameters = request.getParameterMap()
			.entrySet()
			.stream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> Arrays.asList(entry.getValue())));
		return new ConsoleRequest(request.getMethod(), inside, request.getQueryString(), new Parameters(parameters),
				user, ServletRequests.client(request, this.guard.guards(request)),
				this.handler.needsToken(inside, user) ? this.csrf.of(request) : null,
				ServletRequests.signedIn(request));
	}

	/** Roles of the container count beside those of the caller, which has a hierarchy. */
	private ConsoleUser user(HttpServletRequest request) {
		Principal principal = request.getUserPrincipal();
		if (principal == null) {
			return ConsoleUser.ANONYMOUS;
		}
		TaskCallers.Caller caller = this.callers.of(principal);
		if (caller == null) {
			return new ConsoleUser(principal, request::isUserInRole, (authority) -> true);
		}
		ConsoleUser known = ConsoleUser.of(principal, caller);
		return new ConsoleUser(principal, known.roles().or(request::isUserInRole), known.authorities());
	}

	private static void write(ConsoleAnswer answer, HttpServletResponse response) throws IOException {
		response.setStatus(answer.status());
		answer.headers().forEach(response::setHeader);
		response.setContentLength(answer.body().length);
		response.getOutputStream().write(answer.body());
	}

}
