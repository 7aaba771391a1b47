package io.github.taskhost.sample.monitoring;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.taskhost.sample.SampleClient;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs the installed Prometheus as a child process, on a free loopback port.
 */
final class Prometheus implements AutoCloseable {

	private static final Pattern LISTENING = Pattern.compile("msg=\"Listening on\" address=127\\.0\\.0\\.1:(\\d+)");

	private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d+)");

	private final Process process;

	private final SampleClient client;

	private Prometheus(Process process, Path log) {
		this.process = process;
		this.client = new SampleClient(port(process, log));
	}

	/** Starts Prometheus in a directory that contains {@code prometheus.yml}. */
	static Prometheus start(Path directory) throws IOException {
		Path log = directory.resolve("prometheus.log");
		Process process = new ProcessBuilder("prometheus", "--config.file=prometheus.yml", "--storage.tsdb.path=data",
				"--web.listen-address=127.0.0.1:0")
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		try {
			return new Prometheus(process, log);
		}
		catch (RuntimeException ex) {
			process.destroy();
			throw ex;
		}
	}

	/**
	 * Whether the installed version reads exemplars of counters: an older one refuses the
	 * whole scrape.
	 */
	static boolean readsExemplars() throws IOException {
		Process process = new ProcessBuilder("prometheus", "--version").redirectErrorStream(true).start();
		String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		Matcher version = VERSION.matcher(text);
		assertThat(version.find()).as(text).isTrue();
		int major = Integer.parseInt(version.group(1));
		return major > 2 || (major == 2 && Integer.parseInt(version.group(2)) >= 43);
	}

	private static int port(Process process, Path log) {
		return await().atMost(Duration.ofSeconds(30)).until(() -> {
			String text = Files.readString(log);
			assertThat(process.isAlive()).as(text).isTrue();
			Matcher port = LISTENING.matcher(text);
			return port.find() ? Integer.parseInt(port.group(1)) : 0;
		}, (port) -> port > 0);
	}

	/**
	 * Returns the current result of a query. Fails the test if Prometheus reports an
	 * error.
	 */
	List<JsonNode> query(String expression) throws IOException, InterruptedException {
		return data("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).at("/result")
			.valueStream()
			.toList();
	}

	List<JsonNode> rules() throws IOException, InterruptedException {
		return data("/api/v1/rules").at("/groups")
			.valueStream()
			.flatMap((group) -> group.at("/rules").valueStream())
			.toList();
	}

	/** Returns the names of the firing alerts. */
	List<String> firing() throws IOException, InterruptedException {
		return data("/api/v1/alerts").at("/alerts")
			.valueStream()
			.filter((alert) -> alert.at("/state").asString().equals("firing"))
			.map((alert) -> alert.at("/labels/alertname").asString())
			.toList();
	}

	private JsonNode data(String path) throws IOException, InterruptedException {
		JsonNode answer = this.client.get(path).json();
		assertThat(answer.at("/status").asString()).as(path + " " + answer).isEqualTo("success");
		return answer.at("/data");
	}

	@Override
	public void close() throws InterruptedException {
		this.process.destroy();
		if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
			this.process.destroyForcibly();
		}
	}

}
