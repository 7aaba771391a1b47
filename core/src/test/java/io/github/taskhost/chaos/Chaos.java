package io.github.taskhost.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;

import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.test.contract.support.ThreadDump;
import io.github.taskhost.test.contract.support.Watchdog;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of a storm on one host, each followed by the checks. Every second round stops
 * the host while the threads go on.
 */
final class Chaos {

	private static final Path DUMPS = Path.of("target", "thread-dumps");

	private static final Duration STUCK = Duration.ofMinutes(2);

	private final Storm storm;

	private final Settling settling;

	private final Checks checks;

	private final int threads;

	private final int operations;

	private final Random random;

	private final Path folder;

	private final ThreadDump before;

	Chaos(long seed, int threads, int operations, Fault fault, Duration patience, Path folder) {
		this.random = new Random(seed);
		this.threads = threads;
		this.operations = operations;
		this.folder = folder;
		this.before = ThreadDump.take(folder);
		ClosePolicy fallback = this.random.nextBoolean() ? ClosePolicy.CANCEL : ClosePolicy.KEEP;
		int maxQueued = (this.random.nextInt(3) == 0) ? 4 : 128;
		this.storm = new Storm(Registrations.options(fallback, maxQueued), fault, patience);
		this.settling = new Settling(this.storm, patience);
		this.checks = new Checks(this.storm);
	}

	/** Runs rounds and closes the host; returns the findings. */
	List<String> run(int rounds) throws Exception {
		try {
			for (int round = 0; round < rounds && findings().isEmpty(); round++) {
				round(round % 2 == 1);
			}
			this.storm.host().close();
			threads();
		}
		finally {
			this.storm.release();
		}
		return findings();
	}

	private List<String> findings() {
		return this.storm.findings().all();
	}

	List<Operations.Operation> neverAccepted() {
		return this.storm.operations().neverAccepted();
	}

	int tasks() {
		return this.checks.tasks();
	}

	int events() {
		return this.checks.events();
	}

	@Override
	public String toString() {
		return tasks() + " tasks, " + events() + " events, " + this.storm.meters().lost() + " lost: "
				+ this.storm.operations();
	}

	private void round(boolean stops) throws Exception {
		BackgroundTaskSubscription reader = this.storm.subscribe();
		this.storm.operations().pinned().register();
		List<Callable<@Nullable Void>> actions = new ArrayList<>();
		for (int i = 0; i < this.threads; i++) {
			Random own = new Random(this.random.nextLong());
			int stopAt = (stops && i == 0) ? this.operations / 2 : -1;
			actions.add(() -> drive(own, stopAt));
		}
		Watchdog.run(STUCK, DUMPS, actions);
		if (stops) {
			this.settling.settleStopped();
		}
		else {
			this.settling.settle();
		}
		this.checks.check();
		this.storm.readAll(reader);
		this.checks.checkRead(stops);
		this.storm.forget();
	}

	private @Nullable Void drive(Random own, int stopAt) throws InterruptedException {
		for (int i = 0; i < this.operations; i++) {
			if (i == stopAt) {
				this.storm.host().stop();
			}
			this.storm.operations().useOnce(own);
		}
		return null;
	}

	/**
	 * Looks for threads in a dump only after those of the host have ended, since JDK 25
	 * crashes when a virtual thread ends while it is dumped.
	 */
	private void threads() {
		if (!Settling.holds(this.storm.patience(), () -> this.storm.threads().isEmpty())) {
			this.storm.findings().add("threads of the host are left: %s", this.storm.threads());
		}
		ThreadDump left = ThreadDump.leftSince(this.before, this.folder, this.storm.patience());
		if (!left.threads().isEmpty()) {
			this.storm.findings().add("threads are left: %s", left.threads());
		}
	}

}
