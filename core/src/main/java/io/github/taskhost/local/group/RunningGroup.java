package io.github.taskhost.local.group;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.lifecycle.group.ContinuationRules;
import io.github.taskhost.lifecycle.group.GroupRules.Tally;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * A group that this process runs: its live members, those of them that wait for a place,
 * and the ends of the others.
 *
 * <p>
 * <b>Synchronisation.</b> The members are guarded by the lock, under which nothing is
 * committed. The end of a member counts once, since it leaves the live ones.
 */
final class RunningGroup {

	private final ReentrantLock lock = new ReentrantLock();

	private final LocalTask task;

	private final int attempt;

	private final GroupSpec spec;

	/** The members that were found; used until all are counted. */
	private final Set<UUID> found = new HashSet<>();

	private final Set<UUID> open = new HashSet<>();

	/** The members that wait for a place, in their order. */
	private final LinkedHashSet<UUID> held = new LinkedHashSet<>();

	private Tally tally;

	/** The first member that fails the group; noted with its end. */
	private @Nullable Failed failed;

	private boolean counted;

	private final AtomicBoolean reporting = new AtomicBoolean();

	private volatile int reported;

	RunningGroup(LocalTask task, GroupSpec spec) {
		this.task = task;
		this.attempt = task.record().attempt();
		this.spec = spec;
		this.tally = new Tally(spec.members(), 0, 0, 0, 0);
	}

	LocalTask task() {
		return this.task;
	}

	int attempt() {
		return this.attempt;
	}

	boolean isFailFast() {
		return this.spec.failFast();
	}

	/** Adds a member, live or not; returns whether it was not found before. */
	boolean add(LocalTask member) {
		BackgroundTaskRecord record = member.record();
		this.lock.lock();
		try {
			boolean fresh = this.found.add(member.uid());
			if (fresh) {
				this.open.add(member.uid());
				if (this.spec.isGated() && ContinuationRules.waits(record)) {
					this.held.add(member.uid());
				}
			}
			return fresh;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Notes that a member is not live any more.
	 * @return whether that is news
	 */
	boolean over(UUID member, @Nullable BackgroundTaskState end) {
		this.lock.lock();
		try {
			boolean news = this.open.remove(member);
			if (news) {
				this.held.remove(member);
				if (isFailFast() && this.failed == null && end != BackgroundTaskState.COMPLETED) {
					this.failed = new Failed(member, end);
				}
				this.tally = this.tally.with(end);
			}
			return news;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The member whose end fails the group, or {@code null}. */
	@Nullable Failed failed() {
		this.lock.lock();
		try {
			return this.failed;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Notes that all members were added; those that were not found are gone. */
	void counted() {
		this.lock.lock();
		try {
			int missing = this.spec.members() - this.open.size() - this.tally.finished();
			for (int i = 0; i < missing; i++) {
				this.tally = this.tally.with(null);
			}
			this.counted = true;
			this.found.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Takes the members that may start now. */
	List<UUID> admitted() {
		List<UUID> next = new ArrayList<>();
		this.lock.lock();
		try {
			if (this.counted) {
				int places = this.spec.maxConcurrent() - (this.open.size() - this.held.size());
				var waiting = this.held.iterator();
				while (places-- > 0 && waiting.hasNext()) {
					next.add(waiting.next());
					waiting.remove();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		return next;
	}

	/** Gives back the places of members that could not be started yet. */
	void putBack(List<UUID> members) {
		this.lock.lock();
		try {
			members.reversed().stream().filter(this.open::contains).forEach(this.held::addFirst);
		}
		finally {
			this.lock.unlock();
		}
	}

	Tally tally() {
		this.lock.lock();
		try {
			return this.tally;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Whether all members have ended. */
	boolean isDone() {
		this.lock.lock();
		try {
			return this.counted && this.open.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Set while a thread reports the progress. */
	AtomicBoolean reporting() {
		return this.reporting;
	}

	int reported() {
		return this.reported;
	}

	/** Notes the progress that was reported. */
	void reported(int finished) {
		this.reported = finished;
	}

	/**
	 * A member that did not complete.
	 *
	 * @param member its uid
	 * @param end its state, or {@code null} if it was removed
	 */
	record Failed(UUID member, @Nullable BackgroundTaskState end) {
	}

}
