package io.github.taskhost.chaos;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.local.HostChecks;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.ClosePolicy;

/**
 * Tasks with unique ids that live during a whole round, and that several threads move
 * between sessions: each look-up by id must find them.
 */
final class PinnedTasks {

	private final Storm storm;

	private final AtomicInteger rounds = new AtomicInteger();

	/** The present round; 0 until all its tasks are registered. */
	private volatile int round;

	PinnedTasks(Storm storm) {
		this.storm = storm;
	}

	void register() {
		int number = this.rounds.incrementAndGet();
		this.round = 0;
		for (int i = 0; i < Storm.PINS; i++) {
			this.storm.host()
				.registerExternal("p" + i % Storm.PIN_SESSIONS,
						BackgroundTaskRegistration.ofKind("pinned")
							.id("pin-" + number + "-" + i)
							.closePolicy(ClosePolicy.KEEP)
							.build(),
						null);
		}
		this.round = number;
	}

	private String id(RandomGenerator random) {
		return "pin-" + this.round + "-" + random.nextInt(Storm.PINS);
	}

	void move(RandomGenerator random) {
		if (this.round == 0) {
			return;
		}
		LocalBackgroundTaskHost host = this.storm.host();
		String from = Storm.pinSession(random);
		String to = Storm.pinSession(random);
		try {
			switch (random.nextInt(4)) {
				case 0 -> host.transferManaged(from, to, List.of(id(random), id(random), id(random)));
				case 1 -> host.closeSession(from, from.equals(to) ? null : to);
				default -> host.transfer(id(random), to);
			}
		}
		catch (TaskRejectedException ex) {
			throw ex;
		}
		catch (BackgroundTaskException ex) {
			if (!ex.getMessage().contains("is being closed") && !Thread.currentThread().isInterrupted()) {
				this.storm.findings().add("a pinned task could not move: %s", ex);
			}
			throw ex;
		}
	}

	void find(RandomGenerator random) {
		if (this.round == 0) {
			return;
		}
		String id = id(random);
		try {
			if (this.storm.lookUp(id).isEmpty()) {
				this.storm.findings().add("a look-up did not find %s", id);
			}
			this.storm.host().update(id, BackgroundTaskUpdate.ofProgress("found " + random.nextInt(3)));
			this.storm.host()
				.markLiveState(Storm.pinSession(random), id, this.storm.host().get(id).orElseThrow().state());
		}
		catch (RuntimeException ex) {
			this.storm.findings().add("a look-up of %s threw %s", id, ex);
		}
		list();
	}

	/** A list of all sessions has each of them once, in the midst of moves. */
	private void list() {
		BackgroundTaskFilter filter = BackgroundTaskFilter.live().withKind("pinned");
		List<String> ids = HostChecks.records(this.storm.host(), filter)
			.stream()
			.map((record) -> record.id())
			.sorted()
			.toList();
		if (ids.size() != Storm.PINS || Set.copyOf(ids).size() != Storm.PINS) {
			this.storm.findings().add("a list has not each pinned task once: %s", ids);
		}
	}

}
