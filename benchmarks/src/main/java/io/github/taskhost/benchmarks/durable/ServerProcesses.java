package io.github.taskhost.benchmarks.durable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads the CPU time of processes from {@code /proc}.
 */
final class ServerProcesses {

	/** The clock of {@code /proc} ticks a hundred times a second on Linux. */
	private static final long TICK_NANOS = 10_000_000;

	/**
	 * Positions behind the name of the program: user and system, then those of ended
	 * children.
	 */
	private static final int OWN = 11;

	private static final int ENDED = 13;

	private ServerProcesses() {
	}

	/**
	 * Returns the CPU time of a process, its children and its ended children; 0 elsewhere
	 * than on Linux.
	 */
	static long cpuNanos(long parent) {
		long ticks = ticks(parent, OWN) + ticks(parent, ENDED);
		return TICK_NANOS * ProcessHandle.of(parent)
			.map((process) -> process.children().mapToLong((child) -> ticks(child.pid(), OWN)).sum())
			.map((ofChildren) -> ticks + ofChildren)
			.orElse(0L);
	}

	private static long ticks(long pid, int first) {
		try {
			String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
			String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
			return Long.parseLong(fields[first]) + Long.parseLong(fields[first + 1]);
		}
		catch (NoSuchFileException ex) {
			return 0; // it has ended meanwhile
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
