package io.github.taskhost.benchmarks;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What reading costs, with few tasks and with many, in sessions of a thousand. Ids are
 * taken in no order: among a thousand of all tasks, which the caches of the processor
 * hold, and for {@code getAnywhere} among all, which they do not.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class LatencyBenchmark {

	private static final int NEAR = 1000;

	private static final int PAGE = 100;

	/** How many tasks there are. */
	@Param({ "1000", "1000000" })
	public int tasks;

	/** Whether they have ended. */
	@Param({ "false", "true" })
	public boolean retained;

	private final LocalBackgroundTaskHost host = Hosts.start();

	private String[] ids = new String[0];

	private String[] sessions = new String[0];

	private int[] near = new int[0];

	private int[] anywhere = new int[0];

	private int next;

	/**
	 * Fills the host.
	 */
	@Setup(Level.Trial)
	public void fill() {
		this.ids = Hosts.fill(this.host, this.tasks, this.retained);
		this.sessions = IntStream.range(0, this.tasks)
			.mapToObj(Hosts::sessionOf)
			.map(String::intern)
			.toArray(String[]::new);
		Random random = new Random(1);
		this.near = random.ints(NEAR, 0, this.tasks).toArray();
		this.anywhere = random.ints(this.tasks, 0, this.tasks).toArray();
	}

	/**
	 * Ends the host.
	 */
	@TearDown(Level.Trial)
	public void close() {
		this.host.close();
	}

	/**
	 * One task by its id.
	 * @return its record
	 */
	@Benchmark
	public Object get() {
		return this.host.get(this.ids[oneOf(this.near)]);
	}

	/**
	 * One task by its id, any of all.
	 * @return its record
	 */
	@Benchmark
	public Object getAnywhere() {
		return this.host.get(this.ids[oneOf(this.anywhere)]);
	}

	/**
	 * One task by its session and id.
	 * @return its record
	 */
	@Benchmark
	public Object getInSession() {
		int task = oneOf(this.near);
		return this.host.getManaged(this.sessions[task], this.ids[task]);
	}

	/**
	 * The first hundred tasks of one session.
	 * @return the page
	 */
	@Benchmark
	public Object pageOfSession() {
		String session = this.sessions[oneOf(this.near)];
		return this.host.list(BackgroundTaskFilter.all().withSession(session), PAGE, null);
	}

	/**
	 * All tasks of one session of a thousand.
	 * @return their records
	 */
	@Benchmark
	public Object sessionOfThousand() {
		return this.host.listManaged(this.sessions[oneOf(this.near)]);
	}

	/**
	 * The first hundred tasks of all.
	 * @return the page
	 */
	@Benchmark
	public Object pageOfAll() {
		return this.host.list(BackgroundTaskFilter.all(), PAGE, null);
	}

	private int oneOf(int[] choice) {
		this.next = (this.next + 1) % choice.length;
		return choice[this.next];
	}

}
