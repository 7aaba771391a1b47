package io.github.taskhost.local.group;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.group.GroupRules;
import io.github.taskhost.lifecycle.group.GroupRules.Tally;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.remote.EndWatch;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs groups: counts the ends of their members, starts members that wait for a place,
 * and ends the groups. The state of a group is derived from its children, so that another
 * process can take it up.
 */
public final class Groups implements ChangeListener {

	private static final Logger log = LoggerFactory.getLogger(Groups.class);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	/** The groups that this process runs, by their uids; bounded by its live tasks. */
	private final Map<UUID, RunningGroup> running = new ConcurrentHashMap<>();

	/** The groups of the members that this process does not have, by their uids. */
	private final Map<UUID, RunningGroup> away = new ConcurrentHashMap<>();

	private final TaskLookup lookup;

	private final KnownTasks known;

	private final Commits commits;

	private final Alarms alarms;

	private final HostThreads threads;

	private final EndsElsewhere elsewhere;

	public Groups(TaskLookup lookup, KnownTasks known, Commits commits, EndWatch watch, Alarms alarms,
			HostThreads threads) {
		this.lookup = lookup;
		this.known = known;
		this.commits = commits;
		this.alarms = alarms;
		this.threads = threads;
		this.elsewhere = new EndsElsewhere(watch, lookup, known, alarms, threads, this.away::containsKey,
				this::overElsewhere);
	}

	/** Begins to run a group, whose members were all accepted before. */
	void begin(UUID uid) {
		LocalTask task = this.lookup.find(uid);
		if (task != null && !task.isOver()) {
			RunningGroup group = new RunningGroup(task, GroupSpec.of(task.record().input()));
			this.running.put(uid, group);
			this.threads.executeOnPlatform(() -> count(group));
		}
	}

	/**
	 * Finds the members. Each is added before it is looked at, while the listener sees
	 * its end: one of the two counts it.
	 */
	private void count(RunningGroup group) {
		try {
			this.known.forEachChild(group.task().uid(), (member) -> found(group, member));
			group.counted();
			goOn(group);
		}
		catch (RuntimeException ex) {
			log.warn("The members of group {} of session {} are counted later", group.task().record().id(),
					group.task().record().sessionId(), LogSafe.of(ex));
			this.alarms.after(PAUSE, () -> countAgain(group));
		}
	}

	private void countAgain(RunningGroup group) {
		if (this.running.get(group.task().uid()) == group) {
			begin(group.task().uid());
		}
	}

	private void found(RunningGroup group, LocalTask member) {
		if (!group.add(member)) {
			return;
		}
		LocalTask here = this.lookup.find(member.uid());
		LocalTask present = (here != null) ? here : member;
		if (present.isOver() && !isGivenUp(present)) {
			over(group, present.record(), endOf(present.record()));
		}
		else if (here == null) {
			watch(group, member.uid());
		}
	}

	private void watch(RunningGroup group, UUID member) {
		this.away.put(member, group);
		this.elsewhere.watch(member);
	}

	private static boolean isGivenUp(LocalTask task) {
		Stored stored = task.stored();
		return stored != null && stored.isGivenUp();
	}

	private static @Nullable BackgroundTaskState endOf(BackgroundTaskRecord record) {
		return record.state().isTerminal() ? record.state() : null;
	}

	@Override
	public void changed(Change change) {
		if (this.running.isEmpty() || !change.isLeaving()) {
			return;
		}
		LocalTask task = change.task();
		RunningGroup own = this.running.get(task.uid());
		if (own != null && own.task() == task) {
			this.running.remove(task.uid(), own);
			this.away.values().removeIf((group) -> group == own);
		}
		UUID parent = change.after().parentUid();
		RunningGroup group = (parent != null) ? this.running.get(parent) : null;
		if (group == null) {
			return;
		}
		if (isGivenUp(task)) {
			watch(group, task.uid());
		}
		else {
			over(group, change.after(), endOf(change.after()));
		}
	}

	private void overElsewhere(UUID member, @Nullable BackgroundTaskState end) {
		RunningGroup group = this.away.remove(member);
		if (group != null && group.over(member, end)) {
			goOn(group);
		}
	}

	private void over(RunningGroup group, BackgroundTaskRecord member, @Nullable BackgroundTaskState end) {
		if (group.over(member.uid(), end)) {
			this.away.remove(member.uid());
			goOn(group);
		}
	}

	private String nameOf(UUID member) {
		LocalTask task = this.known.find(member);
		return (task != null) ? task.record().id() : member.toString();
	}

	/** Starts further members, and reports the progress or the end. */
	private void goOn(RunningGroup group) {
		inTurn(group, () -> {
			RunningGroup.Failed failed = group.failed();
			if (failed != null) {
				end(group, GroupRules.failed(nameOf(failed.member()), failed.end()));
				return;
			}
			admit(group, group.admitted());
			if (group.isDone()) {
				end(group, GroupRules.end(group.task().record(), group.tally()));
			}
			else {
				report(group);
			}
		});
	}

	/** Repeats steps that fail, since no other end may come by. */
	private void inTurn(RunningGroup group, Runnable step) {
		InTurn.run(List.of(() -> {
			if (this.running.get(group.task().uid()) != group) {
				return;
			}
			try {
				step.run();
			}
			catch (StaleAttemptException ex) {
				log.debug("Another attempt runs group {}", group.task().uid(), ex);
			}
			catch (RuntimeException | Error ex) {
				this.alarms.after(PAUSE, () -> inTurn(group, step));
				log.warn("Group {} of session {} goes on later", group.task().record().id(),
						group.task().record().sessionId(), LogSafe.of(ex));
			}
		}));
	}

	private void admit(RunningGroup group, List<UUID> members) {
		int done = 0;
		try {
			for (UUID member : members) {
				admit(member);
				done++;
			}
		}
		finally {
			group.putBack(members.subList(done, members.size()));
		}
	}

	private void admit(UUID member) {
		LocalTask task = this.known.find(member);
		if (task != null && !task.isOver()) {
			Change unused = this.commits.apply(task, new TaskCommand.Release());
		}
	}

	/** Reports the progress, one thread at a time; the last one looks again. */
	private void report(RunningGroup group) {
		AtomicBoolean reporting = group.reporting();
		while (GroupRules.isProgress(group.reported(), group.tally()) && reporting.compareAndSet(false, true)) {
			try {
				describe(group, group.tally());
			}
			finally {
				reporting.set(false);
			}
		}
	}

	private void describe(RunningGroup group, Tally tally) {
		group.reported(tally.finished());
		Change unused = this.commits.apply(group.task(), group.attempt(),
				new TaskCommand.Describe(null, Progress.of(tally.finished(), tally.total(), "members"), null));
	}

	private void end(RunningGroup group, TaskCommand end) {
		Tally tally = group.tally();
		describe(group, tally);
		Change unused = this.commits.apply(group.task(), group.attempt(),
				new TaskCommand.SetResult(TaskResult.of(tally.toJson())));
		unused = this.commits.apply(group.task(), group.attempt(), end);
	}

}
