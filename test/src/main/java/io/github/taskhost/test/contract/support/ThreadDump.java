package io.github.taskhost.test.contract.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * The platform and virtual threads of this process that belong to hosts. Their names
 * begin with {@code taskhost-}. Immutable.
 *
 * @param threads the threads
 */
public record ThreadDump(Set<Seen> threads) {

	private static final Duration SETTLED_WITHIN = Duration.ofSeconds(2);

	private static final Pattern ID = Pattern.compile("\"tid\":\\s*\"?(\\d+)");

	private static final Pattern NAME = Pattern.compile("\"name\":\\s*\"(taskhost-[^\"]*)\"");

	/**
	 * Takes a dump of the current threads. Waits up to 2 seconds until no virtual thread
	 * is mounted, because JDK 25 crashes when a virtual thread ends while it is dumped.
	 * @param folder the folder for the temporary file of the dump
	 * @return the threads of hosts
	 */
	public static ThreadDump take(Path folder) {
		settle();
		Path file = write(folder, "threads-" + System.nanoTime() + ".json");
		try (Stream<String> lines = Files.lines(file)) {
			return read(lines);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			file.toFile().delete();
		}
	}

	/** JDKs before 24 do not publish these numbers; there is no wait then. */
	private static void settle() {
		long end = System.nanoTime() + SETTLED_WITHIN.toNanos();
		while (running("MountedVirtualThreadCount") + running("QueuedVirtualThreadCount") > 0
				&& System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	private static long running(String attribute) {
		try {
			return ((Number) ManagementFactory.getPlatformMBeanServer()
				.getAttribute(new ObjectName("jdk.management:type=VirtualThreadScheduler"), attribute)).longValue();
		}
		catch (InstanceNotFoundException ex) {
			return 0;
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Writes all threads and their stacks to a file in JSON format.
	 * @param folder the folder of the file; created if it is missing
	 * @param name the name of the file, which must not exist
	 * @return the absolute path of the file
	 */
	public static Path write(Path folder, String name) {
		try {
			Path file = Files.createDirectories(folder).toAbsolutePath().resolve(name);
			ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
				.dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static ThreadDump read(Stream<String> lines) {
		Set<Seen> threads = new LinkedHashSet<>();
		long[] id = new long[1];
		lines.forEach((line) -> {
			Matcher ids = ID.matcher(line);
			if (ids.find()) {
				id[0] = Long.parseLong(ids.group(1));
			}
			Matcher names = NAME.matcher(line);
			if (names.find()) {
				threads.add(new Seen(id[0], names.group(1)));
			}
		});
		return new ThreadDump(threads);
	}

	/**
	 * Returns the threads that an earlier dump does not contain.
	 * @param before the earlier dump
	 * @return the new threads
	 */
	public ThreadDump without(ThreadDump before) {
		Set<Seen> left = new LinkedHashSet<>(this.threads);
		left.removeAll(before.threads());
		return new ThreadDump(left);
	}

	/**
	 * Takes dumps until all new threads have ended. A task ends slightly before its
	 * thread. The last dump begins after the timeout, however long a dump takes.
	 * @param before an earlier dump
	 * @param folder the folder for the temporary files of dumps
	 * @param patience the timeout
	 * @return the new threads that are left; empty when all have ended
	 */
	public static ThreadDump leftSince(ThreadDump before, Path folder, Duration patience) {
		long end = System.nanoTime() + patience.toNanos();
		while (true) {
			boolean last = System.nanoTime() >= end;
			ThreadDump left = take(folder).without(before);
			if (left.threads().isEmpty() || last) {
				return left;
			}
		}
	}

	/**
	 * A thread in a dump.
	 *
	 * @param id the unique id of the thread
	 * @param name the name of the thread
	 */
	public record Seen(long id, String name) {
	}

}
