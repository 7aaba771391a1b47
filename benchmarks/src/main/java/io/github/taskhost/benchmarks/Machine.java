package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/**
 * Describes the machine and the JVM of a run, and reads the counters of the JVM.
 */
public final class Machine {

	private static final int MAX_COLLECTIONS = 20;

	private static final long SETTLED_BYTES = 64 * 1024;

	private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();

	private static final com.sun.management.OperatingSystemMXBean SYSTEM = ManagementFactory
		.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

	private Machine() {
	}

	/** Prints a heading, followed by the machine and the flags of the JVM. */
	public static void describe(PrintStream out, String title) {
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
	 * Returns the CPU time of this JVM in nanoseconds, including collector and compiler.
	 */
	public static long cpuNanos() {
		return SYSTEM.getProcessCpuTime();
	}

	/** Returns the used heap in bytes, after collections no longer reduce it. */
	public static long settledHeap() {
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

	/** Returns the jar or folder that contains a class. */
	public static Path jarOf(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(type + " has no code source", ex);
		}
	}

}
