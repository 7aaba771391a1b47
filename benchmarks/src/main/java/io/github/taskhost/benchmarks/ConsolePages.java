package io.github.taskhost.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.benchmarks.Application.Part;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.Progress;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Measures the cost of open pages of the console for the application: the CPU of its
 * process with and without them, in turn, while the visible tasks report progress. The
 * pages are streams that another process reads.
 */
final class ConsolePages {

	private static final int ROWS = 50;

	private final int seconds;

	private final int updates;

	private final List<TaskReporter> reporters = new ArrayList<>();

	private final AtomicLong reported = new AtomicLong();

	private volatile boolean over;

	private ConsolePages(int seconds, int updates) {
		this.seconds = seconds;
		this.updates = updates;
	}

	public static void main(String[] args) throws Exception {
		if (args.length > 0 && args[0].equals("read")) {
			read(args[1], Integer.parseInt(args[2]));
		}
		else {
			run(System.out, args);
		}
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "tasks", "pages", "updates", "seconds", "rounds");
		Machine.describe(out, "Open pages of the console");
		int tasks = arguments.number("tasks", 100_000);
		int pages = arguments.number("pages", 20);
		ConsolePages measure = new ConsolePages(arguments.number("seconds", 20), arguments.number("updates", 2000));
		System.setProperty("taskhost.console.enabled", "true");
		try (ConfigurableApplicationContext context = Application.start(WebApplicationType.SERVLET,
				List.of(Part.values()))) {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			Hosts.fill(host, tasks, false);
			String port = context.getEnvironment().getRequiredProperty("local.server.port");
			measure.run(out, host, "http://127.0.0.1:" + port + "/taskhost/", pages, arguments.number("rounds", 3));
		}
		finally {
			System.clearProperty("taskhost.console.enabled");
		}
	}

	private void run(PrintStream out, BackgroundTaskHost host, String base, int pages, int rounds) throws Exception {
		List<BackgroundTaskRecord> visible = host.list(BackgroundTaskFilter.all(), TaskOrder.NEWEST_FIRST, ROWS, null)
			.records();
		visible.forEach((record) -> this.reporters.add(host.reporter(record.uid())));
		Thread.ofPlatform().daemon().start(this::report);
		List<Double> without = new ArrayList<>();
		List<Double> with = new ArrayList<>();
		List<Double> costs = new ArrayList<>();
		for (int i = -1; i < rounds; i++) {
			double alone = percent();
			Process reader = start(base + address(visible), pages);
			double watched = percent();
			reader.destroyForcibly().waitFor();
			if (i >= 0) {
				without.add(alone);
				with.add(watched);
				costs.add(watched - alone);
			}
		}
		this.over = true;
		out.printf("percent of a core, median (smallest..largest) of %d rounds of %d s%n%n", rounds, this.seconds);
		Table table = new Table("pages", "updates/s", "without pages", "with pages", "difference");
		table.row(Integer.toString(pages), Integer.toString(this.updates), text(without), text(with), text(costs));
		table.print(out);
	}

	private static String text(List<Double> values) {
		Figures figures = Figures.of(values);
		return String.format("%.2f (%.2f..%.2f)", figures.median(), figures.quantile(0), figures.quantile(1));
	}

	private static String address(List<BackgroundTaskRecord> visible) {
		StringBuilder address = new StringBuilder("api/live?view=rows&newest=" + visible.getFirst().uid());
		visible.stream()
			.map(BackgroundTaskRecord::uid)
			.map(UUID::toString)
			.forEach((uid) -> address.append("&uid=").append(uid));
		return address.toString();
	}

	/** Reports progress at the rate, a part of it each millisecond. */
	private void report() {
		long begin = System.nanoTime();
		long done = 0;
		while (!this.over) {
			long due = (System.nanoTime() - begin) / 1000 * this.updates / 1_000_000;
			for (; done < due; done++) {
				this.reporters.get((int) (done % this.reporters.size())).progress(Progress.of(done, "rows"));
				this.reported.incrementAndGet();
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

	private double percent() throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep(500);
		long begin = System.nanoTime();
		long cpu = Machine.cpuNanos();
		TimeUnit.SECONDS.sleep(this.seconds);
		return 100.0 * (Machine.cpuNanos() - cpu) / (System.nanoTime() - begin);
	}

	private static Process start(String address, int pages) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx128m", "-cp", System.getProperty("java.class.path"), ConsolePages.class.getName(), "read", address,
				Integer.toString(pages))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		if (process.inputReader().readLine() == null) {
			throw new IllegalStateException("The reader of the pages ended: " + process.waitFor());
		}
		return process;
	}

	/** Opens streams and reads them; says so once all have sent something. */
	private static void read(String address, int pages) throws InterruptedException {
		CountDownLatch open = new CountDownLatch(pages);
		HttpClient client = HttpClient.newHttpClient();
		for (int i = 0; i < pages; i++) {
			Thread.ofVirtual().start(() -> follow(client, address, open));
		}
		if (!open.await(30, TimeUnit.SECONDS)) {
			throw new IllegalStateException(open.getCount() + " pages are not open");
		}
		System.out.println("open");
		TimeUnit.DAYS.sleep(1);
	}

	/** Reads a stream, and the next one after its end, as the page does. */
	private static void follow(HttpClient client, String address, CountDownLatch open) {
		try {
			while (true) {
				HttpRequest request = HttpRequest.newBuilder(URI.create(address))
					.timeout(Duration.ofSeconds(30))
					.build();
				try (InputStream body = client.send(request, BodyHandlers.ofInputStream()).body()) {
					body.readNBytes(1);
					open.countDown();
					body.transferTo(java.io.OutputStream.nullOutputStream());
				}
			}
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
