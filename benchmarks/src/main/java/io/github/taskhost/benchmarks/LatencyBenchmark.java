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
 * Measures reads with few and many tasks, in sessions of 1,000. Ids are taken in random
 * order: from 1,000 of all tasks, which fit into the processor's caches, and for
 * {@code getAnywhere} from all tasks, which do not.
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

	/** The number of tasks. */
	@Param({ "1000", "1000000" })
	public int tasks;

	/** Whether the tasks have ended. */
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
	 * Closes the host.
	 */
	@TearDown(Level.Trial)
	public void close() {
		this.host.close();
	}

	/**
	 * A task by its id, among 1,000 tasks.
	 * @return the record
	 */
	@Benchmark
	public Object get() {
		return this.host.get(this.ids[nextOf(this.near)]);
	}

	/**
	 * A task by its id, among all tasks.
	 * @return the record
	 */
	@Benchmark
	public Object getAnywhere() {
		return this.host.get(this.ids[nextOf(this.anywhere)]);
	}

	/**
	 * A task by its session and id.
	 * @return the record
	 */
	@Benchmark
	public Object getInSession() {
		int task = nextOf(this.near);
		return this.host.getManaged(this.sessions[task], this.ids[task]);
	}

	/**
	 * The first 100 tasks of a session.
	 * @return the page
	 */
	@Benchmark
	public Object pageOfSession() {
		String session = this.sessions[nextOf(this.near)];
		return this.host.list(BackgroundTaskFilter.all().withSession(session), PAGE, null);
	}

	/**
	 * All 1,000 tasks of a session.
	 * @return the records
	 */
	@Benchmark
	public Object sessionOfThousand() {
		return this.host.listManaged(this.sessions[nextOf(this.near)]);
	}

	/**
	 * The first 100 tasks of all sessions.
	 * @return the page
	 */
	@Benchmark
	public Object pageOfAll() {
		return this.host.list(BackgroundTaskFilter.all(), PAGE, null);
	}

	private int nextOf(int[] choice) {
		this.next = (this.next + 1) % choice.length;
		return choice[this.next];
	}

}
