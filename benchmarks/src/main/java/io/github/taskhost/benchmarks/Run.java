package io.github.taskhost.benchmarks;

/**
 * A measured run of one or more batches of tasks.
 *
 * @param tasks the number of tasks in all batches
 * @param nanos the time from the first start to the last end, summed over the batches
 * @param cpuNanos the CPU time of the process during that time
 */
record Run(int tasks, long nanos, long cpuNanos) {

	/**
	 * Runs a number of batches. The CPU clock of the process may tick only every 10 ms,
	 * so that a single small batch cannot be measured.
	 */
	static Run of(Contender contender, int tasks, int sessions, int batches) throws Exception {
		System.gc();
		long nanos = 0;
		long cpuNanos = 0;
		for (int i = 0; i < batches; i++) {
			long cpu = Machine.cpuNanos();
			long start = System.nanoTime();
			contender.run(tasks, sessions);
			nanos += System.nanoTime() - start;
			cpuNanos += Machine.cpuNanos() - cpu;
			contender.tidy();
		}
		return new Run(tasks * batches, nanos, cpuNanos);
	}

	/** Returns millions of tasks per second. */
	double perSecond() {
		return this.tasks * 1e3 / this.nanos;
	}

	/** Returns nanoseconds of CPU per task. */
	double cpuPerTask() {
		return (double) this.cpuNanos / this.tasks;
	}

}
