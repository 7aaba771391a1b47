package io.github.taskhost.benchmarks;

/**
 * Another library that runs jobs. A run ends when the look-up of every job has returned
 * the state done, or found no job in libraries that delete jobs when they are done.
 */
interface Rival extends Contender {

	/** A class of the library. The name of its jar has the version. */
	Class<?> library();

	String settings();

}
