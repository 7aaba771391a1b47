package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the figures were measured on, and the counters of this JVM.
 */
final class Machine {

	private static final int MAX_COLLECTIONS = 20;

	private static final long SETTLED_BYTES = 64 * 1024;

	private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

	private static final com.sun.management.OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

	private Machine() {
	}

	/** A heading, and under it machine and flags. */
	static void describe(PrintStream out, String title) {
		List<String> collectors = ManagementFactory.getGarbageCollectorMXBeans()
			.stream()
			.map(GarbageCollectorMXBean::getName)
			.toList();
		List<String> flags = ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter((flag) -> flag.startsWith("-X"))
			.toList();
		out.printf("## %s%n%n", title);
		out.printf("%s %s, %d processors, load %.1f; %s %s; heap at most %d MiB, %s; flags: %s%n%n", SYSTEM.getName(),
				SYSTEM.getArch(), SYSTEM.getAvailableProcessors(), SYSTEM.getSystemLoadAverage(),
				System.getProperty("java.vm.name"), Runtime.version(), Runtime.getRuntime().maxMemory() >> 20,
				String.join(", ", collectors), flags.isEmpty() ? "none" : String.join(" ", flags));
	}

	/**
	 * CPU of all threads of this JVM, collector and compiler included, in nanoseconds.
	 */
	static long cpuNanos() {
		return SYSTEM.getProcessCpuTime();
	}

	/** Heap in use in bytes, once collections no longer make it smaller. */
	static long settledHeap() {
		long before = Long.MAX_VALUE;
		for (int i = 0; i < MAX_COLLECTIONS; i++) {
			System.gc();
			long used = MEMORY.getHeapMemoryUsage().getUsed();
			if (Math.abs(before - used) < SETTLED_BYTES) {
				return used;
			}
			before = used;
		}
		return before;
	}

	/** The jar, or the folder, that a class comes from. */
	static Path jarOf(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(type + " comes from nowhere", ex);
		}
	}

}
