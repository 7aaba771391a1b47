package io.github.taskhost.console.web;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.autoconfigure.view.Refusal;
import io.github.taskhost.console.access.ConsoleAccess.Entry;
import io.github.taskhost.console.access.ConsoleUser;
import io.github.taskhost.console.api.ConsoleJson;
import io.github.taskhost.console.live.LiveFeed;
import io.github.taskhost.console.live.LiveFeeds;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests to the console. Blocks while it reads or acts. Thread-safe.
 */
public final class ConsoleHandler {

	private static final Logger log = LoggerFactory.getLogger(ConsoleHandler.class);

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
			+ "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
			+ "require-trusted-types-for 'script'; trusted-types lit-html";

	/** The headers of every answer. */
	public static final Map<String, String> HEADERS = Map.of("Content-Security-Policy", POLICY,
			"X-Content-Type-Options", "nosniff", "X-Frame-Options", "DENY", "Referrer-Policy", "no-referrer");

	/**
	 * The headers of a stream, beside those of every answer; proxies do not buffer it.
	 */
	public static final Map<String, String> STREAM_HEADERS = Map.of("Content-Type", "text/event-stream;charset=UTF-8",
			"Cache-Control", "no-store", "X-Accel-Buffering", "no");

	private static final String NEVER = "no-store";

	private static final String A_YEAR = "private, max-age=31536000, immutable";

	private static final String JSON = "application/json;charset=UTF-8";

	private static final String PROBLEM = "application/problem+json;charset=UTF-8";

	private static final int NOT_FOUND = 404;

	private static final int FORBIDDEN = 403;

	private final ConsoleApi api;

	private final String path;

	private final Assets assets = new Assets();

	/**
	 * Creates the handler.
	 * @param api the operations
	 * @param path the path of the console
	 */
	public ConsoleHandler(ConsoleApi api, String path) {
		this.api = api;
		this.path = path;
	}

	/**
	 * Answers a request.
	 * @param request the request
	 * @return the answer
	 */
	public ConsoleAnswer answer(ConsoleRequest request) {
		ConsoleAnswer refusal = entry(request);
		if (refusal != null) {
			return refusal;
		}
		if (request.path().startsWith("/api/")) {
			return api(request);
		}
		return request.isRead() ? page(request) : notFound();
	}

	private @Nullable ConsoleAnswer entry(ConsoleRequest request) {
		Entry entry = this.api.access().entry(request.user(), request.client());
		return switch (entry) {
			case OPEN -> null;
			case FORBIDDEN -> forbidden(request,
					"The console requires one of the roles of taskhost.console.read-roles, which you do not have.");
			case HIDDEN -> notFound();
		};
	}

	private ConsoleAnswer forbidden(ConsoleRequest request, String reason) {
		if (request.isPost()) {
			this.api.actions().refused(request.user().principal(), request.path(), FORBIDDEN);
		}
		return problem(new Refusal(FORBIDDEN, "Forbidden", reason));
	}

	private ConsoleAnswer page(ConsoleRequest request) {
		String asked = request.path();
		if (asked.isEmpty()) {
			String query = (request.query() != null) ? "?" + request.query() : "";
			String last = this.path.substring(this.path.lastIndexOf('/') + 1);
			return new ConsoleAnswer(302, Map.of("Location", last + "/" + query), new byte[0]);
		}
		if (asked.equals("/")) {
			return ConsoleAnswer.of(200, Assets.type("index.html"), NEVER, this.assets.document());
		}
		byte[] file = asked.startsWith("/assets/") ? this.assets.file(asked.substring("/assets/".length())) : null;
		return (file != null) ? ConsoleAnswer.of(200, Assets.type(asked), A_YEAR, file) : notFound();
	}

	private ConsoleAnswer api(ConsoleRequest request) {
		List<String> segments = Arrays.asList(request.path().substring("/api/".length()).split("/", -1));
		try {
			if (request.isPost()) {
				return post(segments, request);
			}
			Object answer = request.isRead() ? this.api.get(segments, request) : null;
			return (answer != null) ? json(answer) : notFound();
		}
		catch (RuntimeException ex) {
			return failed(ex);
		}
	}

	private ConsoleAnswer post(List<String> segments, ConsoleRequest request) {
		String refusal = this.api.access().writeRefusal(request.user(), request.client());
		if (refusal != null) {
			return forbidden(request, refusal);
		}
		Object answer = this.api.post(segments, request);
		return (answer != null) ? json(answer) : notFound();
	}

	private static ConsoleAnswer failed(RuntimeException ex) {
		Refusal refusal = Refusal.of(ex);
		if (refusal.isServerError()) {
			log.error("A request to the console failed", ex);
		}
		return problem(refusal);
	}

	/**
	 * Returns whether a request asks for a stream. One for the headers alone does not:
	 * the end of its client would never be noticed.
	 * @param request the request
	 * @return {@code true} if {@link #open} answers it
	 */
	public boolean isStream(ConsoleRequest request) {
		return request.path().equals("/api/live") && request.method().equals("GET")
				&& !request.parameters().flag("once");
	}

	/**
	 * Returns whether the answer to a request has the token against forged requests.
	 * Making one may create a session, so it is made for users that may act alone.
	 * @param path the path within the console
	 * @param user the user
	 * @return {@code true} if so
	 */
	public boolean needsToken(String path, ConsoleUser user) {
		return path.equals("/api/session") && this.api.access().readOnly(user) == null;
	}

	/**
	 * Opens a stream.
	 * @param request the request
	 * @return the stream, or the answer that refuses it
	 */
	public Opened open(ConsoleRequest request) {
		ConsoleAnswer refusal = entry(request);
		if (refusal != null) {
			return new Opened(null, refusal);
		}
		try {
			LiveFeed feed = this.api.feeds().open(this.api.live(request), request.signedIn());
			return (feed != null) ? new Opened(feed, null)
					: new Opened(null, unavailable("There are " + LiveFeeds.MAX + " live pages already."));
		}
		catch (RuntimeException ex) {
			return new Opened(null, failed(ex));
		}
	}

	/**
	 * Returns the number of open streams.
	 * @return the number
	 */
	public int openStreams() {
		return this.api.feeds().count();
	}

	/**
	 * Returns the answer to a request for a stream that the application cannot open.
	 * @return the answer
	 */
	public static ConsoleAnswer noStream() {
		return unavailable("A filter of the application does not support asynchronous requests.");
	}

	private static ConsoleAnswer unavailable(String reason) {
		return problem(new Refusal(503, "Service Unavailable", reason + " This page asks every two seconds instead."));
	}

	/**
	 * Returns the answer to a form that is larger than a reactive application accepts.
	 * @return the answer
	 */
	public static ConsoleAnswer tooLarge() {
		return problem(new Refusal(413, "Content Too Large",
				"The form is larger than the application accepts. Send less, or raise "
						+ "spring.http.codecs.max-in-memory-size."));
	}

	private static ConsoleAnswer json(Object answer) {
		return ConsoleAnswer.of(200, JSON, NEVER, ConsoleJson.bytes(answer));
	}

	private static ConsoleAnswer notFound() {
		return problem(new Refusal(NOT_FOUND, "Not Found", "There is nothing at this address."));
	}

	private static ConsoleAnswer problem(Refusal refusal) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("status", refusal.status());
		body.put("title", refusal.title());
		body.put("detail", refusal.detail());
		return ConsoleAnswer.of(refusal.status(), PROBLEM, NEVER, ConsoleJson.bytes(body));
	}

	/**
	 * A stream, or the answer that refuses it.
	 *
	 * @param feed the stream, or {@code null}
	 * @param refusal the answer, or {@code null}
	 */
	public record Opened(@Nullable LiveFeed feed, @Nullable ConsoleAnswer refusal) implements AutoCloseable {

		/** Counts the stream out, if there is one. */
		@Override
		public void close() {
			if (this.feed != null) {
				this.feed.close();
			}
		}

	}

}
