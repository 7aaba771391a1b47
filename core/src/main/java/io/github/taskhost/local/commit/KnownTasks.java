package io.github.taskhost.local.commit;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.internal.name.Uids;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.local.commit.JournalTasks.Found;
import io.github.taskhost.local.table.PageRequest;
import io.github.taskhost.local.table.TablePage;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds tasks for callers: in the table of this process, and in the journal of a durable
 * host where the table does not have the answer.
 */
public final class KnownTasks {

	private static final Logger log = LoggerFactory.getLogger(KnownTasks.class);

	private static final int NAMED_SESSIONS = 10;

	/** The number of stored children that are read at once. */
	private static final int CHILDREN = 1000;

	private static final Found NO_CHILDREN = new Found(List.of(), null, false);

	private final TaskLookup local;

	private final @Nullable JournalTasks stored;

	private final BooleanSupplier keepsInMemory;

	private final Clock clock;

	/**
	 * Creates the lookup.
	 * @param stored the tasks of the journal, or {@code null} for a host in memory
	 * @param keepsInMemory whether the host has kinds whose tasks it does not store
	 * @param clock tells until when keys are held
	 */
	public KnownTasks(TaskLookup local, @Nullable JournalTasks stored, BooleanSupplier keepsInMemory, Clock clock) {
		this.clock = clock;
		this.local = local;
		this.stored = stored;
		this.keepsInMemory = keepsInMemory;
	}

	public @Nullable LocalTask find(UUID uid) {
		LocalTask task = this.local.find(uid);
		return (task != null || this.stored == null) ? task : this.stored.find(uid);
	}

	/**
	 * The task with an id in a session, or the task that had this place before it moved.
	 */
	public @Nullable LocalTask find(String sessionId, String taskId) {
		LocalTask here = this.local.find(sessionId, taskId);
		if (this.stored == null || here != null && (!this.stored.isShared() || isMeant(here, sessionId))) {
			return here;
		}
		LocalTask there = this.stored.find(sessionId, taskId);
		return (there == null || here != null && there.uid().equals(here.uid())) ? here : there;
	}

	/** Whether no task of another host can be meant by the name of a task. */
	private static boolean isMeant(LocalTask here, String sessionId) {
		return !here.isOver() && here.record().sessionId().equals(sessionId);
	}

	/** The task with an id that is in the session now. */
	public @Nullable LocalTask findIn(String sessionId, String taskId) {
		LocalTask task = find(sessionId, taskId);
		return (task != null && task.record().sessionId().equals(sessionId)) ? task : null;
	}

	/**
	 * The task of this process that holds an idempotency key. Holders that only the
	 * journal knows are found by the insert of a task with the key. A change of the
	 * holder that is being stored is awaited: the journal may refuse its insert, and it
	 * may leave the key with its end.
	 */
	public @Nullable LocalTask findByKey(String sessionId, String key) {
		Instant at = this.clock.instant();
		LocalTask holder = this.local.findByKey(sessionId, key, at);
		while (holder != null) {
			Stored state = holder.stored();
			if (state != null && this.stored != null) {
				this.stored.await(holder, state);
			}
			LocalTask now = this.local.findByKey(sessionId, key, at);
			if (now == holder) {
				return holder;
			}
			holder = now;
		}
		return null;
	}

	/** The tasks of a session that hold keys, by key, those of the journal included. */
	public Map<String, LocalTask> holders(String sessionId, Collection<String> keys) {
		Map<String, LocalTask> holders = new HashMap<>();
		if (this.stored != null && !keys.isEmpty()) {
			holders.putAll(this.stored.holders(sessionId, keys));
		}
		for (String key : keys) {
			LocalTask here = findByKey(sessionId, key);
			if (here != null) {
				holders.put(key, here);
			}
		}
		return holders;
	}

	public LocalTask require(UUID uid) {
		LocalTask task = find(uid);
		if (task == null) {
			throw new TaskNotFoundException("There is no task with the uid " + uid
					+ ". Check the uid; the record may have been removed (see retention).");
		}
		return task;
	}

	public LocalTask require(String sessionId, String taskId) {
		LocalTask task = find(sessionId, taskId);
		if (task == null) {
			throw new TaskNotFoundException("Session '" + sessionId + "' has no task '" + taskId
					+ "'. Check the session and the id; the record may have been removed (see retention).");
		}
		return task;
	}

	public LocalTask requireOnly(String taskId) {
		LocalTask task = findOnly(taskId);
		if (task == null) {
			throw new TaskNotFoundException("There is no task '" + taskId
					+ "'. Check the id; the record may have been removed (see retention).");
		}
		return task;
	}

	/** The task that an id without a session denotes, or {@code null}. */
	public @Nullable LocalTask findOnly(String taskId) {
		List<LocalTask> candidates = this.local.findAll(taskId, NAMED_SESSIONS + 1);
		LocalTask here = meant(candidates);
		if (this.stored == null || here != null && !here.isOver() && !this.stored.isShared()) {
			return meantOrRefused(taskId, candidates, here);
		}
		List<LocalTask> all = withStored(candidates, this.stored.findAll(taskId, NAMED_SESSIONS + 1));
		return meantOrRefused(taskId, all, meant(all));
	}

	private static @Nullable LocalTask meant(List<LocalTask> candidates) {
		int meant = candidates.isEmpty() ? -1 : NamingRules.meant(records(candidates));
		return (meant < 0) ? null : candidates.get(meant);
	}

	private static @Nullable LocalTask meantOrRefused(String taskId, List<LocalTask> candidates,
			@Nullable LocalTask meant) {
		if (meant == null && !candidates.isEmpty()) {
			throw ambiguous(taskId, records(candidates));
		}
		return meant;
	}

	private static List<BackgroundTaskRecord> records(List<LocalTask> tasks) {
		return tasks.stream().map(LocalTask::record).toList();
	}

	private static AmbiguousTaskException ambiguous(String taskId, List<BackgroundTaskRecord> records) {
		List<String> sessions = records.stream()
			.map(BackgroundTaskRecord::sessionId)
			.sorted()
			.limit(NAMED_SESSIONS)
			.toList();
		return new AmbiguousTaskException("The id '" + taskId + "' is ambiguous: the sessions " + sessions
				+ ((records.size() > sessions.size()) ? " and others" : "")
				+ " have a task with this id. Name the session.", sessions);
	}

	/** Whether a task is live and not in the table of this process. */
	public boolean isElsewhere(LocalTask task) {
		return this.stored != null && !task.isOver() && this.local.find(task.uid()) != task;
	}

	/** Looks a task up again; returns it as it was if it was removed. */
	public LocalTask again(LocalTask task) {
		LocalTask now = find(task.uid());
		return (now != null) ? now : task;
	}

	/**
	 * The present form of a task: itself for one of this process and one that has ended,
	 * else the stored one, or that of this process if it has taken the task meanwhile.
	 */
	public LocalTask present(LocalTask task) {
		Stored state = task.stored();
		boolean elsewhere = state != null && (state.isDetached() ? !task.isOver() : state.isGivenUp());
		return elsewhere ? again(task) : task;
	}

	/** The children of a task in this process. */
	public List<LocalTask> familyHere(LocalTask parent) {
		return this.local.children(parent.uid());
	}

	/**
	 * Whether a task may have children that this process does not have: a host that is
	 * alone has all of its own tasks.
	 */
	public boolean isWide(LocalTask parent) {
		return this.stored != null && (Commits.isDetached(parent) || this.stored.isShared());
	}

	/** The 10,000 oldest children of a task, wherever they run. */
	public List<LocalTask> family(LocalTask parent) {
		List<LocalTask> children = children(parent.uid(), TaskLookup.SCAN_BUDGET);
		if (children.size() == TaskLookup.SCAN_BUDGET) {
			log.warn("Task {} of session {} has more children than the {} that its cancellation reaches on other nodes",
					parent.record().id(), parent.record().sessionId(), TaskLookup.SCAN_BUDGET);
		}
		return children;
	}

	/** The tasks of a session, oldest first. */
	public List<LocalTask> tasksOf(String sessionId) {
		List<LocalTask> here = this.local.tasksOf(sessionId);
		return (this.stored == null) ? here
				: withStored(here, this.stored.ofSession(sessionId, TaskLookup.SCAN_BUDGET, this.local));
	}

	/** The live tasks of a session, oldest first. */
	public List<LocalTask> liveOf(String sessionId) {
		List<LocalTask> here = this.local.tasksOf(sessionId)
			.stream()
			.filter((task) -> !task.record().state().isTerminal())
			.toList();
		return (this.stored == null) ? here
				: withStored(here, this.stored.liveOf(sessionId, TaskLookup.SCAN_BUDGET, this.local));
	}

	/**
	 * Visits the children of a task: those of this process, then those of the journal.
	 * Stored children of this process are visited twice: one that is taken by this
	 * process meanwhile must not be left out.
	 */
	public void forEachChild(UUID parentUid, Consumer<LocalTask> visitor) {
		this.local.children(parentUid).forEach(visitor);
		String place = null;
		do {
			Found found = (this.stored != null)
					? this.stored.look(PageRequest.of(BackgroundTaskFilter.all().withParent(parentUid),
							TaskOrder.OLDEST_FIRST, CHILDREN, place), this.local)
					: NO_CHILDREN;
			found.tasks().forEach(visitor);
			place = found.place();
		}
		while (place != null);
	}

	public List<LocalTask> children(UUID parentUid, int limit) {
		List<LocalTask> here = this.local.children(parentUid);
		List<LocalTask> all = (this.stored == null) ? here : withStored(here, this.stored.children(parentUid, limit));
		return all.subList(0, Math.min(limit, all.size()));
	}

	/**
	 * Adds the stored tasks that are not here. A stored task is at its place by uid among
	 * those that are here.
	 */
	private static List<LocalTask> withStored(List<LocalTask> here, List<LocalTask> stored) {
		Set<UUID> known = new HashSet<>();
		here.forEach((task) -> known.add(task.uid()));
		List<LocalTask> all = new ArrayList<>(here);
		stored.stream().filter((task) -> !known.contains(task.uid())).forEach(all::add);
		if (all.size() > here.size()) {
			all.sort((one, other) -> Uids.compare(one.uid(), other.uid()));
		}
		return all;
	}

	public TablePage<LocalTask> page(PageRequest request) {
		if (this.stored == null) {
			return this.local.page(request);
		}
		Found found = this.stored.look(request, this.local);
		if (this.keepsInMemory.getAsBoolean()) {
			found = withInMemory(found, request);
		}
		return request.page(found.tasks(), found.place(), found.partial());
	}

	/**
	 * Adds the tasks of a durable host that are kept in memory, at their places by uid
	 * among the stored ones of the page.
	 */
	private Found withInMemory(Found found, PageRequest request) {
		String place = request.place();
		UUID begin = (place != null) ? JournalTasks.uidOf(place) : null;
		boolean backward = request.direction() == TaskOrder.NEWEST_FIRST;
		List<LocalTask> all = new ArrayList<>(found.tasks());
		this.local.forEach(request.filter(), (task) -> {
			if (task.stored() == null && (backward ? isBetween(task.uid(), found.end(), begin)
					: isBetween(task.uid(), begin, found.end()))) {
				all.add(task);
			}
		});
		Comparator<LocalTask> order = (one, other) -> Uids.compare(one.uid(), other.uid());
		all.sort(backward ? order.reversed() : order);
		return (all.size() <= request.limit()) ? new Found(all, found.end(), found.partial())
				: new Found(List.copyOf(all.subList(0, request.limit())),
						all.get(backward ? request.limit() : request.limit() - 1).uid(), false);
	}

	/** Whether a uid is behind a place, and not behind another one. */
	private static boolean isBetween(UUID uid, @Nullable UUID behind, @Nullable UUID upTo) {
		return (behind == null || Uids.compare(uid, behind) > 0) && (upTo == null || Uids.compare(uid, upTo) <= 0);
	}

}
