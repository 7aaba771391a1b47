package io.github.taskhost.benchmarks.durable;

import io.github.taskhost.benchmarks.Contender;
import io.github.taskhost.benchmarks.Machine;

/**
 * A measured run on a server.
 *
 * @param tasks the number of tasks
 * @param nanos the time from the first submit until all ends are stored
 * @param walBytes the bytes that the server wrote to its log
 * @param serverNanos the CPU time of the server
 * @param clientNanos the CPU time of this JVM
 */
record ServerRun(int tasks, long nanos, long walBytes, long serverNanos, long clientNanos) {

	static ServerRun of(PostgresServer server, Contender contender, int tasks) throws Exception {
		System.gc();
		long wal = server.walBytes();
		long ofServer = server.cpuNanos();
		long ofClient = Machine.cpuNanos();
		long start = System.nanoTime();
		contender.run(tasks, 1);
		long nanos = System.nanoTime() - start;
		return new ServerRun(tasks, nanos, server.walBytes() - wal, server.cpuNanos() - ofServer,
				Machine.cpuNanos() - ofClient);
	}

	double perSecond() {
		return this.tasks * 1e9 / this.nanos;
	}

	double walPerTask() {
		return (double) this.walBytes / this.tasks;
	}

	double serverMicros() {
		return this.serverNanos / 1e3 / this.tasks;
	}

	double clientMicros() {
		return this.clientNanos / 1e3 / this.tasks;
	}

}
