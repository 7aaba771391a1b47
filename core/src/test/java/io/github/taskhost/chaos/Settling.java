package io.github.taskhost.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.local.HostChecks;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.test.contract.support.ThreadDump;

/**
 * The end of a round. All work that the host drives must end by itself: bodies, tasks
 * that wait for a slot, a delay, a retry or an answer, and polled work. Only work whose
 * end the storm itself must report is ended by it.
 */
final class Settling {

	private static final long POLL_NANOS = 1_000_000;

	private final Storm storm;

	private final Duration patience;

	Settling(Storm storm, Duration patience) {
		this.storm = storm;
		this.patience = patience;
	}

	static boolean holds(Duration patience, BooleanSupplier condition) {
		long end = System.nanoTime() + patience.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > end) {
				return condition.getAsBoolean();
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
		return true;
	}

	private List<BackgroundTaskRecord> live(Predicate<BackgroundTaskRecord> which) {
		return HostChecks.records(this.storm.host(), BackgroundTaskFilter.live()).stream().filter(which).toList();
	}

	private static boolean endsByItself(BackgroundTaskRecord record) {
		return record.mode() == TaskMode.MANAGED || record.kind().equals("remote");
	}

	/** Ends the round of a host that runs. */
	void settle() {
		this.storm.calm().begin();
		expectNone("work does not end by itself", Settling::endsByItself);
		settleRest();
	}

	/** Ends the round of a host that was stopped in its midst, and starts it. */
	void settleStopped() {
		this.storm.calm().begin();
		expectNone("managed work outlives a stop", (record) -> record.mode() == TaskMode.MANAGED);
		this.storm.host().start();
		settleRest();
	}

	private void expectNone(String otherwise, Predicate<BackgroundTaskRecord> which) {
		if (!holds(this.patience, () -> live(which).isEmpty())) {
			Path dump = ThreadDump.write(Path.of("target", "thread-dumps"), "chaos-" + System.nanoTime() + ".json");
			this.storm.findings().add("%s: %s; all threads are in %s", otherwise, live(which), dump);
		}
	}

	private void settleRest() {
		LocalBackgroundTaskHost host = this.storm.host();
		live((record) -> true)
			.forEach((record) -> host.markTerminal(record.sessionId(), record.id(), BackgroundTaskState.COMPLETED));
		try {
			host.awaitIdle(this.patience);
		}
		catch (InterruptedException | BackgroundTaskException ex) {
			this.storm.findings().add("the host does not become idle: %s", ex);
		}
		this.storm.releaseStuck();
		if (!holds(this.patience, () -> host.statistics().unstopped() == 0 && host.statistics().unresponsive() == 0)) {
			this.storm.findings()
				.add("work was not told to end: %d, left threads: %d", host.statistics().unstopped(),
						host.statistics().unresponsive());
		}
		Storm.sessions().forEach(this::takeFailures);
	}

	private void takeFailures(String session) {
		try {
			this.storm.host().awaitHidden(session, this.patience);
		}
		catch (InterruptedException | BackgroundTaskException ex) {
			// failures of hidden work are kept until they are taken
		}
	}

}
