package io.github.taskhost.benchmarks;

/**
 * A library that runs jobs. Its run ends when the state of every job was looked up and
 * says that the job is done, as far as the library remembers.
 */
interface Rival extends Contender {

	/** The class that tells the version. */
	Class<?> library();

	String settings();

}
