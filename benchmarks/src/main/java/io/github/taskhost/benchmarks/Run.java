package io.github.taskhost.benchmarks;

/**
 * One measured run of one or more batches of tasks.
 *
 * @param tasks how many tasks in all
 * @param nanos from the first start to the last end of each batch, together
 * @param cpuNanos CPU of the whole process meanwhile
 */
record Run(int tasks, long nanos, long cpuNanos) {

	/**
	 * Runs so many batches. The clock of the process's CPU may tick once in 10 ms only: a
	 * small batch alone would say nothing.
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

	/** In millions. */
	double perSecond() {
		return this.tasks * 1e3 / this.nanos;
	}

	/** In nanoseconds. */
	double cpuPerTask() {
		return (double) this.cpuNanos / this.tasks;
	}

}
