package io.github.taskhost.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.benchmarks.Application.Part;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures the endpoint over HTTP, one request after the other, beside
 * {@code /actuator/info} with an empty response.
 */
final class Http {

	private final HttpClient client = HttpClient.newHttpClient();

	private final String base;

	private Http(String base) {
		this.base = base;
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "tasks", "requests");
		Machine.describe(out, "Endpoint over HTTP");
		int requests = arguments.number("requests", 5000);
		out.printf("ms per request of %,d, after as many warm-up requests%n%n", requests);
		Table table = new Table("request", "live tasks", "p50", "p99", "times `info`");
		for (int tasks : arguments.numbers("tasks", "1000,1000000")) {
			try (ConfigurableApplicationContext context = Application.start(WebApplicationType.SERVLET,
					List.of(Part.values()))) {
				String[] ids = Hosts.fill(context.getBean(BackgroundTaskHost.class), tasks, false);
				String port = context.getEnvironment().getRequiredProperty("local.server.port");
				new Http("http://127.0.0.1:" + port + "/actuator/").measure(table, ids, requests);
			}
		}
		table.print(out);
	}

	private void measure(Table table, String[] ids, int requests) throws Exception {
		int some = ids.length / 2;
		Map<String, String> paths = new LinkedHashMap<>();
		paths.put("`info`", "info");
		paths.put("page of 100 of all", "backgroundtasks?limit=100");
		paths.put("page of 100 of a session", "backgroundtasks?limit=100&session=" + Hosts.sessionOf(some));
		paths.put("detail by id", "backgroundtasks/" + ids[some]);
		paths.put("detail by session and id", "backgroundtasks/" + ids[some] + "?session=" + Hosts.sessionOf(some));
		Map<String, List<Double>> millis = new LinkedHashMap<>();
		for (int i = -requests; i < requests; i++) {
			for (Map.Entry<String, String> path : paths.entrySet()) {
				double time = get(path.getValue()) / 1e6;
				if (i >= 0) {
					millis.computeIfAbsent(path.getKey(), (name) -> new ArrayList<>()).add(time);
				}
			}
		}
		double floor = Figures.of(millis.getOrDefault("`info`", List.of())).median();
		millis.forEach((name, times) -> table.row(name, String.format("%,d", ids.length),
				Figures.number(Figures.of(times).median()), Figures.number(Figures.of(times).quantile(0.99)),
				Figures.number(Figures.of(times).median() / floor)));
	}

	/** Returns the nanoseconds until the response is complete. */
	private long get(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.base + path)).build();
		long start = System.nanoTime();
		int status = this.client.send(request, BodyHandlers.ofByteArray()).statusCode();
		long nanos = System.nanoTime() - start;
		if (status != 200) {
			throw new IllegalStateException(path + " was answered with status " + status);
		}
		return nanos;
	}

}
