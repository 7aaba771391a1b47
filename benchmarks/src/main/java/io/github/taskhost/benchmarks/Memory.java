package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.jspecify.annotations.Nullable;

/**
 * Measures the heap of parked tasks with their threads, and of the retained records after
 * their end, beside bare parked threads. The first round does not count, because frames
 * of interpreted code are larger.
 */
final class Memory {

	private static final long POLL_NANOS = 1_000_000;

	private final int tasks;

	private final String[] sessions;

	private final List<Double> bare = new ArrayList<>();

	private final List<Double> parked = new ArrayList<>();

	private final List<Double> retained = new ArrayList<>();

	private Memory(int tasks, int sessions) {
		this.tasks = tasks;
		this.sessions = Hosts.sessions(sessions);
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "tasks", "sessions", "rounds");
		Machine.describe(out, "Memory");
		int sessions = arguments.number("sessions", 1000);
		int rounds = arguments.number("rounds", 3);
		out.printf("Bytes of heap per task, in %,d sessions, %d rounds: median (smallest..largest)%n%n", sessions,
				rounds);
		Table table = new Table("tasks", "bare parked thread", "parked task with its thread", "the task alone",
				"retained record");
		for (int tasks : arguments.numbers("tasks", "100000,1000000")) {
			Memory memory = new Memory(tasks, sessions);
			for (int i = 0; i <= rounds; i++) {
				memory.measureBare(i > 0);
				memory.measureHost(i > 0);
			}
			table.row(memory.row());
		}
		table.print(out);
	}

	private String[] row() {
		double alone = Figures.of(this.parked).median() - Figures.of(this.bare).median();
		return new String[] { String.format("%,d", this.tasks), Figures.of(this.bare).spread(),
				Figures.of(this.parked).spread(), Figures.number(alone), Figures.of(this.retained).spread() };
	}

	private void measureBare(boolean counts) throws InterruptedException {
		Parking parking = new Parking(this.tasks);
		long before = Machine.settledHeap();
		for (int i = 0; i < this.tasks; i++) {
			int number = i;
			Thread.ofVirtual().start(() -> parking.enter(number));
		}
		parking.entered.await();
		note(this.bare, before, counts);
		parking.release();
	}

	private void measureHost(boolean counts) throws InterruptedException {
		Parking parking = new Parking(this.tasks);
		try (LocalBackgroundTaskHost host = Hosts.start()) {
			long before = Machine.settledHeap();
			for (int i = 0; i < this.tasks; i++) {
				int number = i;
				host.<@Nullable Object>spawnManaged(this.sessions[i % this.sessions.length], Hosts.TRIVIAL,
						(context) -> {
							parking.enter(number);
							return null;
						});
			}
			parking.entered.await();
			note(this.parked, before, counts);
			parking.release();
			while (host.statistics().live() > 0) {
				LockSupport.parkNanos(POLL_NANOS);
			}
			note(this.retained, before, counts);
		}
	}

	private void note(List<Double> figures, long before, boolean counts) {
		double each = (double) (Machine.settledHeap() - before) / this.tasks;
		if (counts) {
			figures.add(each);
		}
	}

	/** Parks threads until they are released. */
	private static final class Parking {

		private final CountDownLatch entered;

		private final CountDownLatch left;

		private final @Nullable Thread[] threads;

		private volatile boolean open;

		Parking(int tasks) {
			this.entered = new CountDownLatch(tasks);
			this.left = new CountDownLatch(tasks);
			this.threads = new Thread[tasks];
		}

		void enter(int number) {
			this.threads[number] = Thread.currentThread();
			this.entered.countDown();
			while (!this.open) {
				LockSupport.park();
			}
			this.left.countDown();
		}

		void release() throws InterruptedException {
			this.open = true;
			for (int i = 0; i < this.threads.length; i++) {
				LockSupport.unpark(this.threads[i]);
				this.threads[i] = null; // Ended threads must not count as retained heap.
			}
			this.left.await();
		}

	}

}
