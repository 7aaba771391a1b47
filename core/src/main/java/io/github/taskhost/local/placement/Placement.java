package io.github.taskhost.local.placement;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.lifecycle.PlacementRules;
import io.github.taskhost.local.commit.CurrentPhase;
import io.github.taskhost.local.commit.GivingBack;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.TaskJournal;
import org.jspecify.annotations.Nullable;

/**
 * Leaves bodies that this host has no room for, or that come while it drains, to other
 * hosts with the same journal. Without a journal, or while no other host is alive, it
 * leaves none. Thread-safe.
 */
public final class Placement {

	private final CurrentPhase phase;

	private final GivingBack givingBack;

	private final @Nullable TaskJournal journal;

	public Placement(CurrentPhase phase, GivingBack givingBack, @Nullable TaskJournal journal) {
		this.phase = phase;
		this.givingBack = givingBack;
		this.journal = journal;
	}

	/** The largest number of bodies of stored tasks that run at once. */
	public int maxRunning() {
		return (this.journal != null) ? this.journal.maxRunning() : Integer.MAX_VALUE;
	}

	/** Whether tasks can be stored first and then be claimed. */
	public boolean canClaim() {
		return this.journal != null;
	}

	/** Whether other hosts take tasks that this one leaves. */
	public boolean hasPeers() {
		return this.journal != null && this.journal.hasPeers();
	}

	/** Whether this host starts no body that another host can start. */
	public boolean leavesAll() {
		return hasPeers() && isDraining();
	}

	/** Whether this host is about to stop. */
	public boolean isDraining() {
		return PlacementRules.leaves(this.phase.get(), false, false);
	}

	/**
	 * Whether this host leaves a body that could start in another host.
	 * @param full whether there is no room for it here
	 * @param child whether the task has a parent
	 */
	public boolean leaves(boolean full, boolean child) {
		return hasPeers() && PlacementRules.leaves(this.phase.get(), full, child);
	}

	/**
	 * Whether this host leaves a task that is due.
	 * @param full whether there is no room for it here
	 */
	public boolean leaves(LocalTask task, boolean full) {
		return PlacementRules.isMovable(task.record()) && leaves(full, task.record().parentUid() != null);
	}

	/**
	 * Whether older tasks of a kind wait in the journal for room, so that new ones take
	 * their turn after them.
	 */
	public boolean hasBacklog(String kind) {
		return this.journal != null && this.journal.hasBacklog(kind);
	}

	/** Notes that this host has room for another body. */
	public void hasRoom() {
		if (this.journal != null) {
			this.journal.roomFreed();
		}
	}

	/** Takes a task out of this host that was stored for others. */
	public void left(LocalTask task) {
		this.givingBack.leave(task);
	}

	/** Gives a task back that any host claims, this one too. */
	public void offer(LocalTask task) {
		this.givingBack.giveBack(task);
		if (this.journal != null) {
			this.journal.givenBack(task.record().kind());
		}
	}

	/**
	 * Gives a task to other hosts that waits for its start.
	 * @return whether it was given; otherwise it has started, or stays here
	 */
	public boolean passOn(LocalTask task) {
		return this.givingBack.passOn(task);
	}

	/**
	 * Gives tasks to other hosts, at the same time, so that they are stored together.
	 * @return the number of tasks that were given
	 */
	public int passOn(List<LocalTask> tasks) throws InterruptedException {
		AtomicInteger given = new AtomicInteger();
		CountDownLatch left = new CountDownLatch(tasks.size());
		for (LocalTask task : tasks) {
			// bodies may occupy all carriers of virtual threads
			Thread.ofPlatform().daemon().name("taskhost-pass-on").inheritInheritableThreadLocals(false).start(() -> {
				try {
					if (passOn(task)) {
						given.incrementAndGet();
					}
				}
				finally {
					left.countDown();
				}
			});
		}
		left.await();
		return given.get();
	}

}
