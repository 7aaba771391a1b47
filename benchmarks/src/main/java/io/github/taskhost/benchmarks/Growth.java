package io.github.taskhost.benchmarks;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Measures how the cost of operations grows with the number of tasks, sessions, places of
 * an id, and waiting tasks: microseconds for each operation.
 */
final class Growth {

	private static final BackgroundTaskRegistration SLOT = BackgroundTaskRegistration.ofKind("single").build();

	private static final BackgroundTaskRegistration MOVING = BackgroundTaskRegistration.ofKind("moving")
		.closePolicy(ClosePolicy.TRANSFER)
		.build();

	private static final BackgroundTaskRegistration JOINING = BackgroundTaskRegistration.ofKind("joining")
		.timeout(Duration.ofDays(1))
		.build();

	private final List<Consumer<Boolean>> outcomes = new ArrayList<>();

	private final int size;

	private @Nullable Thread inTransaction;

	private Growth(int size) {
		this.size = size;
	}

	public static void main(String[] args) throws Exception {
		run(System.out, args);
	}

	static void run(PrintStream out, String... args) throws Exception {
		Arguments arguments = Arguments.of(args, "sizes", "rounds");
		Machine.describe(out, "Growth");
		int[] sizes = arguments.numbers("sizes", "1000,10000,100000");
		int rounds = arguments.number("rounds", 3);
		out.printf("Microseconds for each operation, the least of %d rounds%n%n", rounds);
		List<String> heads = new ArrayList<>(List.of("operation, with n"));
		IntStream.of(sizes).forEach((size) -> heads.add(String.format("%,d", size)));
		Table table = new Table(heads.toArray(new String[0]));
		for (Operation operation : Operation.values()) {
			List<String> cells = new ArrayList<>(List.of(operation.label));
			for (int size : sizes) {
				cells.add(Figures.number(least(operation, size, rounds)));
			}
			table.row(cells.toArray(new String[0]));
		}
		table.print(out);
	}

	private static double least(Operation operation, int size, int rounds) throws Exception {
		double least = Double.MAX_VALUE;
		for (int i = 0; i < rounds; i++) {
			least = Math.min(least, new Growth(size).measure(operation));
		}
		return least;
	}

	private double measure(Operation operation) throws Exception {
		try (LocalBackgroundTaskHost host = host()) {
			return switch (operation) {
				case GET_SHARED -> getShared(host);
				case END_SHARED -> endShared(host);
				case REMOVE_SHARED -> removeShared(host);
				case CLOSE -> close(host);
				case PAGES -> pages(host);
				case STOP_QUEUED -> stopQueued(host, (i) -> "s" + i);
				case STOP_QUEUED_IN_ONE -> stopQueued(host, (i) -> "s");
				case ROLL_BACK -> rollBack(host);
				case HIDDEN -> hidden(host);
				case JOIN -> join(host);
			};
		}
	}

	private LocalBackgroundTaskHost host() {
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults()
			.withLimits((limits) -> limits.withLiveTasks(10 * this.size, 10 * this.size)
				.withHiddenTasks(2 * this.size, this.size))
			.withRetention(new RetentionOptions(Duration.ofDays(1), this.size))
			.withKinds(Map.of("single", KindOptions.NONE.withMaxConcurrent(1)));
		return LocalBackgroundTaskHost.builder().options(options).transactions(this::transaction).build();
	}

	private TaskTransactions.@Nullable Transaction transaction() {
		return (Thread.currentThread() == this.inTransaction) ? this.outcomes::add : null;
	}

	private double each(long since) {
		return (System.nanoTime() - since) / 1e3 / this.size;
	}

	private static BackgroundTaskRegistration shared() {
		return BackgroundTaskRegistration.ofKind("shared").id("import").build();
	}

	private void share(LocalBackgroundTaskHost host, String prefix) {
		for (int i = 0; i < this.size; i++) {
			host.registerExternal(prefix + i, shared(), null);
		}
	}

	private void end(LocalBackgroundTaskHost host, String prefix, int from) {
		for (int i = from; i < this.size; i++) {
			host.markTerminal(prefix + i, "import", BackgroundTaskState.COMPLETED);
		}
	}

	private double getShared(LocalBackgroundTaskHost host) {
		share(host, "s");
		end(host, "s", 1);
		long since = System.nanoTime();
		for (int i = 0; i < this.size; i++) {
			if (host.get("import").isEmpty()) {
				throw new IllegalStateException("The live task was not found");
			}
		}
		return each(since);
	}

	private double endShared(LocalBackgroundTaskHost host) {
		share(host, "s");
		long since = System.nanoTime();
		end(host, "s", 0);
		return each(since);
	}

	/** Each end removes the record that ended first. */
	private double removeShared(LocalBackgroundTaskHost host) throws InterruptedException {
		share(host, "s");
		end(host, "s", 0);
		share(host, "next");
		long since = System.nanoTime();
		end(host, "next", 0);
		host.awaitIdle(Duration.ofMinutes(10));
		return each(since);
	}

	private double close(LocalBackgroundTaskHost host) {
		for (String session : List.of("old", "new")) {
			for (int i = 0; i < this.size; i++) {
				host.registerExternal(session, MOVING, null);
			}
		}
		long since = System.nanoTime();
		host.closeSession("old", "new");
		return each(since);
	}

	private double pages(LocalBackgroundTaskHost host) {
		for (int i = 0; i < this.size; i++) {
			host.registerExternal("s", MOVING, null);
		}
		long since = System.nanoTime();
		String after = null;
		do {
			after = host.list(BackgroundTaskFilter.ofSession("s"), 100, after).next();
		}
		while (after != null);
		return each(since);
	}

	private double stopQueued(LocalBackgroundTaskHost host, IntFunction<String> session) {
		for (int i = 0; i <= this.size; i++) {
			host.spawnManaged(session.apply(i), SLOT, (context) -> {
				context.sleep(Duration.ofDays(1));
				return null;
			});
		}
		long since = System.nanoTime();
		host.stop();
		return each(since);
	}

	/** With as many other records retained. */
	private double rollBack(LocalBackgroundTaskHost host) {
		share(host, "s");
		end(host, "s", 0);
		this.inTransaction = Thread.currentThread();
		int few = Math.min(1000, this.size / 2);
		for (int i = 0; i < few; i++) {
			host.spawnManaged("t", MOVING, (context) -> null);
		}
		this.inTransaction = null;
		host.cancelAllManaged("t");
		long since = System.nanoTime();
		this.outcomes.forEach((outcome) -> outcome.accept(false));
		return (System.nanoTime() - since) / 1e3 / few;
	}

	private double hidden(LocalBackgroundTaskHost host) throws InterruptedException {
		long since = System.nanoTime();
		for (int i = 0; i < this.size; i++) {
			host.spawnHidden("s" + i, "quick", () -> {
			});
		}
		host.awaitIdle(Duration.ofMinutes(10));
		return each(since);
	}

	/** From the release of all children to the end of the join. */
	private double join(LocalBackgroundTaskHost host) throws InterruptedException {
		CountDownLatch release = new CountDownLatch(1);
		AtomicLong since = new AtomicLong();
		BackgroundTaskHandle<Double> joining = host.spawnManaged("s", JOINING, (context) -> {
			List<BackgroundTaskHandle<@Nullable Void>> children = new ArrayList<>();
			for (int i = 0; i < this.size; i++) {
				children.add(context.runChild("part", (child) -> release.await()));
			}
			context.runChild("release", (child) -> {
				child.sleep(Duration.ofMillis(200)); // the join has begun
				since.set(System.nanoTime());
				release.countDown();
			});
			context.awaitAll(children);
			return each(since.get());
		});
		joining.await(Duration.ofMinutes(10));
		return joining.result();
	}

	private enum Operation {

		GET_SHARED("get by an id that n sessions use, one of them live"),

		END_SHARED("end of a task whose id n sessions use"),

		REMOVE_SHARED("the same, and removal of the oldest of n such records"),

		CLOSE("close that moves n tasks into a session with n newer ones, a task"),

		PAGES("pages of 100 of a session with n tasks, a task"),

		STOP_QUEUED("stop with n tasks that wait for a slot, in n sessions, a task"),

		STOP_QUEUED_IN_ONE("the same in one session, a task"),

		ROLL_BACK("roll-back of a task that was cancelled before, with n records"),

		HIDDEN("hidden work in n sessions"),

		JOIN("ends of n children that a body with a timeout joins, a child");

		private final String label;

		Operation(String label) {
			this.label = label;
		}

	}

}
