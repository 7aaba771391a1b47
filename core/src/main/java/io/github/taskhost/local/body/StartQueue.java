package io.github.taskhost.local.body;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.lifecycle.PlacementRules;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.lifecycle.group.ContinuationRules;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.kind.HostSlots;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.placement.Placement;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts bodies that are due as soon as their kind has a free slot. Kinds without a limit
 * need none.
 */
public final class StartQueue {

	private static final Logger log = LoggerFactory.getLogger(StartQueue.class);

	private final Map<String, SlotQueue<LocalTask>> queues = new ConcurrentHashMap<>();

	/** Bounded by the limit on live tasks. */
	private final Queue<BrokenOff> brokenOff = new ConcurrentLinkedQueue<>();

	private final Commits commits;

	private final StartSchedule schedule;

	private final Supplier<String> workerId;

	private final Placement placement;

	/** The slots that kinds of stored tasks share, or {@code null} without a limit. */
	private final @Nullable HostSlots<LocalTask> host;

	public StartQueue(Commits commits, StartSchedule schedule, Supplier<String> workerId, Placement placement) {
		this.commits = commits;
		this.placement = placement;
		int maxRunning = placement.maxRunning();
		this.host = (maxRunning < Integer.MAX_VALUE) ? new HostSlots<>(maxRunning) : null;
		this.schedule = schedule;
		this.workerId = workerId;
	}

	/** The queue of a kind, or {@code null} for a kind without a limit. */
	public @Nullable SlotQueue<LocalTask> of(Kind kind) {
		Integer limit = kind.options().maxConcurrentHere();
		HostSlots<LocalTask> shared = kind.options().storesTasks() ? this.host : null;
		if (limit == null && shared == null) {
			return null;
		}
		SlotQueue<LocalTask> queue = this.queues.get(kind.name());
		return (queue != null) ? queue : this.queues.computeIfAbsent(kind.name(),
				(name) -> new SlotQueue<>((limit != null) ? limit : Integer.MAX_VALUE, shared));
	}

	/** The number of further bodies of stored tasks that the host has room for. */
	public int room() {
		return (this.host != null) ? this.host.room() : Integer.MAX_VALUE;
	}

	/** Leaves tasks to other hosts. */
	public Placement placement() {
		return this.placement;
	}

	/**
	 * The tasks that wait for a slot and can start in other hosts, newest first: the
	 * oldest ones start here the soonest.
	 * @param most the largest number of tasks
	 */
	public List<LocalTask> surplus(int most) {
		return this.queues.values()
			.stream()
			.flatMap((queue) -> queue.waiting().stream())
			.filter((task) -> this.placement.leaves(task, true))
			.sorted(Comparator.comparing(LocalTask::uid).reversed())
			.limit(most)
			.toList();
	}

	/** Starts an attempt when it is due and a slot is free. */
	void startWhenDue(LocalTask task) {
		boolean held = ContinuationRules.waits(task.record());
		this.schedule.whenDue(task, () -> {
			if (held && isClaimedFirst(task)) {
				this.placement.offer(task); // it was not counted while it waited for
											// others
			}
			else {
				start(task);
			}
		});
	}

	private boolean isClaimedFirst(LocalTask task) {
		return this.placement.canClaim() && PlacementRules.isClaimedFirst(task.kind().options())
				&& PlacementRules.isMovable(task.record());
	}

	/** Starts a task whose start was lost, before or after it got its slot. */
	void startAgain(LocalTask task) {
		if (task.body() instanceof Attempt attempt && !attempt.isWithoutSlot()) {
			serve(serveOrPass(attempt, Objects.requireNonNull(attempt.slot())));
		}
		else {
			startWhenDue(task);
		}
	}

	/** Starts a task, unless another thread has started it or has its slot. */
	private void start(LocalTask task) {
		if (!(task.body() instanceof Attempt attempt) || !waits(attempt)) {
			return;
		}
		SlotQueue<LocalTask> slots = of(task.kind());
		if (this.placement.leaves(task, false) && this.placement.passOn(task)) {
			return;
		}
		if (slots != null) {
			enqueue(task, slots);
		}
		else {
			begin(attempt);
		}
	}

	private void enqueue(LocalTask task, SlotQueue<LocalTask> slots) {
		LocalTask first = slots.enqueue(task.record().sessionId(), task);
		if (first != null) {
			serve(first);
		}
		if (task.isRemoved() || !WorkRules.keepsReports(task.record())) {
			slots.remove(task); // the end may have looked for it before it was queued
		}
		else if (this.placement.leaves(task, true) && slots.isWaiting(task)) {
			boolean unused = this.placement.passOn(task); // else it waits here
		}
	}

	private static boolean waits(Attempt attempt) {
		return WorkRules.waitsForItsStart(attempt.task().record()) && attempt.isWaiting() && attempt.isWithoutSlot();
	}

	/**
	 * Commits the start of this attempt and no other; {@code Bodies} starts the thread of
	 * a committed start. After an error in between, the thread is started here: no start
	 * may stay without it.
	 */
	private boolean begin(Attempt attempt) {
		try {
			return this.commits.apply(attempt.task(), attempt.number(), new TaskCommand.Start(this.workerId.get()))
				.isChange();
		}
		catch (StaleAttemptException ex) {
			return false; // another thread started the attempt, and it has ended
		}
		catch (Throwable ex) {
			startIfCommitted(attempt);
			throw ex;
		}
	}

	private static boolean startIfCommitted(Attempt attempt) {
		boolean committed = isCommitted(attempt);
		if (committed) {
			attempt.start();
		}
		return committed;
	}

	private static boolean isCommitted(Attempt attempt) {
		BackgroundTaskRecord record = attempt.task().record();
		return WorkRules.lacksEnd(record, attempt.number()) && !WorkRules.waitsForItsStart(record);
	}

	/**
	 * Starts a task that got a slot; passes the slot on to the next task in the queue if
	 * this one cannot start.
	 */
	public void serve(@Nullable LocalTask first) {
		LocalTask task = first;
		if (task == null) {
			this.placement.hasRoom();
		}
		while (task != null) {
			task = serveOrPass(task, new SlotQueue.Slot<>(Objects.requireNonNull(of(task.kind()))));
		}
	}

	private @Nullable LocalTask serveOrPass(LocalTask served, SlotQueue.Slot<LocalTask> slot) {
		return (served.body() instanceof Attempt attempt) ? serveOrPass(attempt, slot) : nextAfter(slot);
	}

	/** Returns the next task that gets a slot which no body uses. */
	private @Nullable LocalTask nextAfter(SlotQueue.Slot<LocalTask> slot) {
		LocalTask next = slot.giveBack();
		if (next == null) {
			this.placement.hasRoom();
		}
		return next;
	}

	/** Starts an attempt that got a slot, or returns the next task that gets the slot. */
	private @Nullable LocalTask serveOrPass(Attempt served, SlotQueue.Slot<LocalTask> slot) {
		try {
			return startsWith(served, slot) ? null : nextAfter(slot);
		}
		catch (Throwable ex) {
			this.brokenOff.add(new BrokenOff(served.task(), slot));
			throw ex;
		}
	}

	/**
	 * Starts an attempt with a slot. Another thread may start it with the same slot, if
	 * it repeats a start that seemed lost: the attempt keeps the slot then, and returns
	 * it with its thread.
	 * @return whether the attempt keeps the slot
	 */
	private boolean startsWith(Attempt attempt, SlotQueue.Slot<LocalTask> slot) {
		return WorkRules.waitsForItsStart(attempt.task().record()) && attempt.takes(slot)
				&& (begin(attempt) || isCommitted(attempt) || !attempt.isWaiting());
	}

	/**
	 * Goes on with starts that an error of the JVM broke off after their tasks got a
	 * slot, each once; a start that fails again waits for the next call.
	 * @return the number of starts
	 */
	int serveAgain() {
		List<BrokenOff> starts = new ArrayList<>();
		for (BrokenOff start = this.brokenOff.poll(); start != null; start = this.brokenOff.poll()) {
			starts.add(start);
		}
		starts.forEach(this::serveAgain);
		return starts.size();
	}

	private void serveAgain(BrokenOff start) {
		LocalTask task = start.task();
		try {
			if (!(task.body() instanceof Attempt attempt) || attempt.slot() != start.slot()) {
				serve(start.slot().giveBack());
			}
			else if (!startIfCommitted(attempt)) {
				serve(serveOrPass(attempt, start.slot()));
			}
		}
		catch (Throwable ex) {
			if (!this.brokenOff.contains(start)) {
				this.brokenOff.add(start);
			}
			log.error("The start of task {} of session {} broke off again", task.record().id(),
					task.record().sessionId(), LogSafe.of(ex));
		}
	}

	/** A start that an error of the JVM broke off, with the slot of its task. */
	private record BrokenOff(LocalTask task, SlotQueue.Slot<LocalTask> slot) {
	}

	/** Whether a task is due, and does not wait for a slot. */
	boolean shouldHaveStarted(LocalTask task) {
		SlotQueue<LocalTask> slots = of(task.kind());
		return this.schedule.isDue(task) && (slots == null || !slots.isWaiting(task));
	}

	/** The queues of the limited kinds. */
	public Collection<SlotQueue<LocalTask>> all() {
		return this.queues.values();
	}

	/** Removes a task that ended while it waited. */
	void remove(LocalTask task) {
		SlotQueue<LocalTask> slots = of(task.kind());
		if (slots != null) {
			slots.remove(task);
		}
	}

}
