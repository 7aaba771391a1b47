package io.github.taskhost.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/**
 * A server with invented tasks that serves the console below {@code /app/taskhost/}, with
 * its security headers. Tests switch its faults on and off. Its {@code main} serves one
 * until the process ends.
 */
class FakeConsole implements AutoCloseable {

	static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
			+ "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

	private static final String PATH = "/app/taskhost/";

	private static final Map<String, String> TYPES = Map.of("html", "text/html", "js", "text/javascript", "css",
			"text/css", "svg", "image/svg+xml");

	final FakeTasks tasks;

	final List<String> requests = new CopyOnWriteArrayList<>();

	volatile boolean held;

	volatile boolean full;

	volatile boolean silent;

	volatile boolean draining;

	volatile boolean signedOut;

	volatile boolean readOnly;

	volatile String token = "token-1";

	private final FakeApi api;

	private final FakeActions actions;

	private final HttpServer server;

	private final CountDownLatch stopped = new CountDownLatch(1);

	private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();

	FakeConsole(int port, int count) {
		this.tasks = new FakeTasks(count);
		this.api = new FakeApi(this.tasks);
		this.actions = new FakeActions(this.tasks, this.api);
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.createContext("/", this::handle);
		this.server.start();
		this.ticker.scheduleAtFixedRate(this.tasks::tick, 250, 250, TimeUnit.MILLISECONDS);
	}

	public static void main(String[] arguments) throws InterruptedException {
		try (FakeConsole console = new FakeConsole(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]))) {
			System.out.println(console.address());
			new CountDownLatch(1).await();
		}
	}

	URI address() {
		return URI.create("http://localhost:" + this.server.getAddress().getPort() + PATH);
	}

	@Override
	public void close() {
		this.stopped.countDown();
		this.ticker.shutdownNow();
		this.server.stop(0);
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			headers(exchange);
			String path = exchange.getRequestURI().getPath();
			if (!path.startsWith(PATH)) {
				send(exchange, 404, "text/plain", "Not below the console".getBytes(StandardCharsets.UTF_8));
				return;
			}
			String rest = path.substring(PATH.length());
			if (rest.startsWith("api/")) {
				api(exchange, rest.substring("api/".length()));
			}
			else {
				file(exchange, rest);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void headers(HttpExchange exchange) {
		exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
		exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
		exchange.getResponseHeaders().set("Referrer-Policy", "same-origin");
	}

	private void file(HttpExchange exchange, String rest) throws IOException {
		String name = rest.isEmpty() ? "index.html" : rest.replaceFirst("^assets/[^/]+/", "");
		try (InputStream in = FakeConsole.class.getResourceAsStream(name)) {
			if (in == null) {
				send(exchange, 404, "text/plain", new byte[0]);
				return;
			}
			byte[] bytes = in.readAllBytes();
			if (rest.isEmpty()) {
				bytes = new String(bytes, StandardCharsets.UTF_8).replace("@version@", "1")
					.getBytes(StandardCharsets.UTF_8);
			}
			send(exchange, 200, TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain"), bytes);
		}
	}

	private void api(HttpExchange exchange, String rest) throws IOException, InterruptedException {
		this.requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
		if (this.signedOut) {
			exchange.getResponseHeaders().set("Location", "/login");
			send(exchange, 302, "text/plain", new byte[0]);
			return;
		}
		if (rest.equals("live")) {
			live(exchange);
			return;
		}
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		FakeAnswer answer = exchange.getRequestMethod().equals("POST") ? post(exchange, rest, FakeQuery.of(body))
				: this.tasks.locked(() -> get(rest, FakeQuery.of(exchange.getRequestURI().getRawQuery())));
		send(exchange, answer.status(), answer.type(), FakeJson.text(answer.body()).getBytes(StandardCharsets.UTF_8));
	}

	private FakeAnswer get(String rest, FakeQuery query) {
		return switch (rest) {
			case "session" -> session();
			case "overview" -> FakeAnswer.of(this.api.overview());
			case "tasks" -> FakeAnswer.of(this.api.page(query));
			case "kinds" -> FakeAnswer.ok("kinds", this.api.kinds(false));
			case "sessions" -> FakeAnswer.ok("sessions", this.api.sessions(query.firstOr("text", "")));
			case "sessions/close-preview" ->
				FakeAnswer.ok("keep", 0, "cancel", 4, "transfer", 0, "hidden", 1, "schedules", 0, "tasks", Map.of());
			default -> task(rest.split("/"), query);
		};
	}

	private FakeAnswer session() {
		return FakeAnswer.ok("user", "op", "canWrite", !this.readOnly, "writeReason",
				this.readOnly ? "Set taskhost.console.write-roles." : null, "csrf",
				Map.of("parameter", "_csrf", "token", this.token), "phase", "running", "workerId", "node-a",
				"application", "orders", "environment", "staging", "version", "0.1.0", "durable", false, "limits",
				Map.of("rows", 50, "bulkStep", 1000, "streams", 20));
	}

	private FakeAnswer task(String[] path, FakeQuery query) {
		FakeTask task = (path.length > 1) ? this.tasks.find(path[1]) : null;
		if (task == null) {
			return gone();
		}
		return switch ((path.length > 2) ? path[2] : "") {
			case "" -> FakeAnswer.of(this.api.detail(task));
			case "output" -> FakeAnswer.of(this.tasks.output(task, Long.parseLong(query.firstOr("after", "0"))));
			case "messages" -> FakeAnswer.ok("messages", task.messages);
			case "children" -> FakeAnswer.ok("tasks", this.api.children(task.uid));
			default -> FakeAnswer.ok("thread", "task-" + task.number, "stack",
					List.of("java.lang.Thread.sleep(Native Method)", "app.Import.read(Import.java:42)"), "unresponsive",
					false);
		};
	}

	private static FakeAnswer gone() {
		return FakeAnswer.problem(404,
				"There is no task with the uid any more: its record was removed, by retention or by its "
						+ "owner. List the tasks that exist.");
	}

	private FakeAnswer post(HttpExchange exchange, String rest, FakeQuery form) {
		this.requests.add("FORM " + form.fields());
		if (!this.token.equals(form.first("_csrf"))
				|| !"1".equals(exchange.getRequestHeaders().getFirst("X-Taskhost-Console"))) {
			return FakeAnswer.problem(403, "The token of the form is not valid.");
		}
		String[] path = rest.split("/");
		return this.tasks.locked(() -> switch (rest) {
			case "tasks/cancel" -> this.actions.bulk(form);
			case "sessions/close" -> this.actions.closeSession(form);
			default -> this.actions.task(path[1], path[2], form);
		});
	}

	private void live(HttpExchange exchange) throws IOException, InterruptedException {
		FakeQuery query = FakeQuery.of(exchange.getRequestURI().getRawQuery());
		String position = exchange.getRequestHeaders().getFirst("Last-Event-ID");
		FakeLive live = new FakeLive(this.tasks, this.api, query, (position != null) ? position : query.first("from"));
		if (query.first("uid") != null && query.allows("view", "task")
				&& this.tasks.locked(() -> this.tasks.find(query.firstOr("uid", ""))) == null) {
			send(exchange, 404, "application/problem+json",
					FakeJson.text(gone().body()).getBytes(StandardCharsets.UTF_8));
		}
		else if (query.first("once") != null) {
			Map<String, Object> events = FakeAnswer.ok().body();
			events.putAll(live.sample());
			events.put("id", live.position());
			send(exchange, 200, "application/json", FakeJson.text(events).getBytes(StandardCharsets.UTF_8));
		}
		else if (this.full) {
			send(exchange, 503, "application/problem+json",
					FakeJson.text(FakeAnswer.problem(503, "All streams are taken.").body())
						.getBytes(StandardCharsets.UTF_8));
		}
		else {
			stream(exchange, live);
		}
	}

	private void stream(HttpExchange exchange, FakeLive live) throws IOException, InterruptedException {
		if (this.held) {
			this.stopped.await();
			return;
		}
		exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
		exchange.sendResponseHeaders(200, 0);
		live.send(exchange.getResponseBody(), this.stopped, this);
	}

	private static void send(HttpExchange exchange, int status, String type, byte @Nullable [] bytes)
			throws IOException {
		byte[] body = (bytes != null) ? bytes : new byte[0];
		exchange.getResponseHeaders().set("Content-Type", type + (type.startsWith("text/") ? ";charset=utf-8" : ""));
		exchange.getResponseHeaders().set("Cache-Control", "no-store");
		exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
		exchange.getResponseBody().write(body);
	}

}
