package io.github.taskhost.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import io.github.taskhost.HostPhase;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.WakePolicy;

/**
 * Sessions that only one thread knows, in the midst of the storm. The report of their
 * close is known in advance.
 */
final class PrivateSessions {

	private final Storm storm;

	private final AtomicInteger count = new AtomicInteger();

	private final AtomicInteger wrongReports;

	PrivateSessions(Storm storm, Fault fault) {
		this.storm = storm;
		this.wrongReports = new AtomicInteger((fault == Fault.WRONG_REPORT) ? 1 : 0);
	}

	void useOnce(RandomGenerator random) {
		String session = "own-" + this.count.incrementAndGet();
		String successor = session + "-next";
		List<Set<String>> expected = List.of(new HashSet<>(), new HashSet<>(), new HashSet<>());
		try {
			for (int i = 0; i < 4; i++) {
				ClosePolicy policy = ClosePolicy.values()[random.nextInt(3)];
				expected.get(policy.ordinal()).add(task(session, policy, random.nextInt(3)));
			}
			ended(session);
			boolean hidden = random.nextInt(4) == 0;
			if (hidden) {
				this.storm.host().spawnHidden(session, "blocked", () -> this.storm.calm().await(Duration.ofDays(1)));
			}
			close(session, successor, expected, hidden);
		}
		finally {
			end(session);
			end(successor);
		}
	}

	private BackgroundTaskRegistration registration(ClosePolicy policy) {
		return BackgroundTaskRegistration.ofKind("private")
			.closePolicy(policy)
			.wakePolicy(WakePolicy.ON_TERMINAL)
			.build();
	}

	private String task(String session, ClosePolicy policy, int mode) {
		LocalBackgroundTaskHost host = this.storm.host();
		BackgroundTaskRegistration registration = registration(policy);
		return switch (mode) {
			case 0 -> host.register(session, registration).id();
			case 1 -> host.registerExternal(session, registration, null).id();
			default -> host.spawnManaged(session, registration, (context) -> {
				this.storm.calm().await(Duration.ofDays(1));
				return null;
			}).id();
		};
	}

	private void ended(String session) {
		String id = this.storm.host().register(session, registration(ClosePolicy.CANCEL)).id();
		this.storm.host().markTerminal(session, id, BackgroundTaskState.COMPLETED);
	}

	private void close(String session, String successor, List<Set<String>> expected, boolean hidden) {
		SessionCloseReport report = this.storm.host().closeSession(session, successor);
		List<String> kept = new ArrayList<>(report.kept());
		if (!kept.isEmpty() && this.wrongReports.getAndDecrement() > 0) {
			kept.remove(0);
		}
		if (this.storm.calm().hasBegun() || this.storm.host().phase() != HostPhase.RUNNING
				|| Thread.currentThread().isInterrupted()) {
			return;
		}
		boolean right = isSame(kept, expected.get(ClosePolicy.KEEP.ordinal()))
				&& isSame(report.cancelled(), expected.get(ClosePolicy.CANCEL.ordinal()))
				&& isSame(report.transferred(), expected.get(ClosePolicy.TRANSFER.ordinal()))
				&& report.interrupted().equals(hidden ? List.of("blocked") : List.of());
		if (!right) {
			this.storm.findings().add("the report of a close is wrong: %s, expected %s", report, expected);
		}
	}

	private static boolean isSame(List<String> told, Set<String> expected) {
		return told.size() == expected.size() && expected.containsAll(told);
	}

	private void end(String session) {
		for (BackgroundTaskRecord record : this.storm.host().cancelAllManaged(session)) {
			if (!record.state().isTerminal()) {
				this.storm.findings().add("a cancelled task lives: %s", record);
			}
		}
		this.storm.drained(this.storm.host().drainWakes(session));
		this.storm.findings().check(() -> takeFailures(session));
	}

	private void takeFailures(String session) {
		boolean interrupted = Thread.interrupted();
		try {
			this.storm.host().awaitHidden(session, Duration.ofSeconds(30));
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		catch (TaskRejectedException ex) {
			throw ex;
		}
		catch (BackgroundTaskException ex) {
			// the interrupted work
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
