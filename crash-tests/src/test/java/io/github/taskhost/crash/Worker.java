package io.github.taskhost.crash;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.crash.worker.CrashWorker;
import org.awaitility.Awaitility;

/**
 * A process of the worker application.
 */
final class Worker implements AutoCloseable {

	private static final Duration START = Duration.ofSeconds(60);

	private final Process process;

	private final Path ledger;

	private Worker(Process process, Path ledger) {
		this.process = process;
		this.ledger = ledger;
	}

	/**
	 * Starts a process.
	 * @param setup the directory, class path and properties
	 * @param name the name of the process, which is the prefix of the ids of its tasks
	 * @param url the URL of its database
	 */
	static Worker start(WorkerSetup setup, String name, String url) {
		Path ledger = setup.directory().resolve(name + ".ledger");
		List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m", "-XX:+UseSerialGC",
				"-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", setup.classPath(), CrashWorker.class.getName(),
				"--crash.ledger=" + ledger, "--crash.name=" + name, "--spring.datasource.url=" + url));
		command.addAll(setup.arguments());
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(setup.directory().resolve(name + ".log").toFile())
				.start();
			return new Worker(process, ledger);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	/** Waits until the application has started; returns the id of its node. */
	String awaitReady() {
		awaitEntry("ready");
		return first("ready").field(0);
	}

	/** The first entry of a name. */
	Entry first(String name) {
		return Ledgers.read(this.ledger).stream().filter((entry) -> entry.is(name)).findFirst().orElseThrow();
	}

	/** The last entry of a name. */
	Entry last(String name) {
		return Ledgers.read(this.ledger).stream().filter((entry) -> entry.is(name)).reduce((a, b) -> b).orElseThrow();
	}

	/** All entries until now. */
	Ledgers entries() {
		return Ledgers.of(Ledgers.read(this.ledger));
	}

	/** Waits for the first entry of a name. */
	void awaitEntry(String name) {
		awaitEntries(name, 1);
	}

	/** Waits until the ledger has a number of entries of a name. */
	void awaitEntries(String name, int number) {
		Awaitility.await("entries " + name + " in " + this.ledger)
			.atMost(START)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> !this.process.isAlive() || entries(name) >= number);
		if (!this.process.isAlive() && entries(name) < number) {
			throw new IllegalStateException("The worker ended with " + this.process.exitValue() + " without " + number
					+ " entries " + name + ": see " + this.ledger);
		}
	}

	long entries(String name) {
		return Ledgers.read(this.ledger).stream().filter((entry) -> entry.is(name)).count();
	}

	/** The number of bytes of the ledger. */
	long size() {
		return new File(this.ledger.toString()).length();
	}

	/** Waits until the ledger has grown by a number of bytes. */
	void awaitGrowth(long bytes) {
		long size = size() + bytes;
		Awaitility.await("growth of " + this.ledger)
			.atMost(START)
			.pollInterval(Duration.ofMillis(2))
			.until(() -> !this.process.isAlive() || size() >= size);
	}

	/** Gives the application a command. */
	void command(String line) {
		try {
			this.process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
			this.process.getOutputStream().flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void freeze() {
		Signals.send("STOP", this.process.pid());
	}

	void thaw() {
		Signals.send("CONT", this.process.pid());
	}

	/** Ends the process by SIGKILL, and waits for its end. */
	void kill() {
		this.process.destroyForcibly();
		awaitExit();
	}

	/** Ends the process by SIGTERM, and waits for its end. */
	void terminate() {
		Signals.send("TERM", this.process.pid()); // destroy() would close the input, too
		awaitExit();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	private void awaitExit() {
		try {
			if (!this.process.waitFor(60, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The worker does not end: " + this.ledger);
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	List<String> log() {
		try {
			return Files.readAllLines(Path.of(this.ledger.toString().replace(".ledger", ".log")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

}
