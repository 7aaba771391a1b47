package io.github.taskhost.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskHistory.Entry;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Rules of histories. The record of a task tells its own history as long as the task has
 * one attempt in one session, waits for no input and makes each step at another time; the
 * steps of other tasks are kept.
 */
public final class HistoryRules {

	private HistoryRules() {
	}

	/**
	 * Tells whether a change is a step of the history.
	 * @param before the task before the change
	 * @param after the task after it
	 * @return {@code true} if its state, attempt or session changed
	 */
	public static boolean isStep(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		return before.state() != after.state() || before.attempt() != after.attempt() || moves(before, after);
	}

	private static boolean isStep(Entry before, Entry after) {
		return after.declined() || before.state() != after.state() || before.attempt() != after.attempt()
				|| !before.sessionId().equals(after.sessionId());
	}

	/**
	 * Tells the history from the stored changes of a task: leaves out the changes that
	 * are no steps, and the steps behind the first that are past the limit.
	 * @param changes the entries after the changes, oldest first
	 * @return the history
	 */
	public static TaskHistory ofChanges(TaskHistory changes) {
		List<Entry> steps = new ArrayList<>();
		for (Entry entry : changes.entries()) {
			if (steps.isEmpty() || isStep(steps.getLast(), entry)) {
				steps.add(entry);
			}
		}
		int over = Math.max(0, steps.size() - TaskHistory.MAX_ENTRIES);
		steps.subList(Math.min(1, steps.size()), Math.min(1, steps.size()) + over).clear();
		return new TaskHistory(steps, changes.partial() || over > 0);
	}

	private static boolean moves(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		return !before.sessionId().equals(after.sessionId());
	}

	/**
	 * Tells whether the record after a step tells the step, if the record before told all
	 * steps until then.
	 * @param before the task before the step
	 * @param after the task after it
	 * @return {@code true} if the step need not be kept
	 */
	public static boolean isTold(BackgroundTaskRecord before, BackgroundTaskRecord after) {
		return before.state() != BackgroundTaskState.WAITING && after.state() != BackgroundTaskState.WAITING
				&& after.state() != BackgroundTaskState.PENDING && after.attempt() == 1 && !moves(before, after)
				&& (before.state() == BackgroundTaskState.RUNNING || !before.stateSince().equals(after.stateSince()));
	}

	/**
	 * Adds a step to the kept steps. A step that is reported out of order gets its place
	 * by the version of its record.
	 * @param kept the steps so far, or {@code null} if none was kept
	 * @param before the task before the step
	 * @param after the task after it
	 * @param declined whether the open question was declined with it
	 * @return the steps with this one
	 */
	public static Kept with(@Nullable Kept kept, BackgroundTaskRecord before, BackgroundTaskRecord after,
			boolean declined) {
		Kept steps = Objects.requireNonNullElseGet(kept, () -> toldSteps(before));
		boolean moved = before.state() == after.state() && before.attempt() == after.attempt();
		return steps.with(after.version(), entry(after, moved ? after.updatedAt() : after.stateSince(), declined));
	}

	/**
	 * Tells the history of a task.
	 * @param record the task
	 * @param kept the kept steps, or {@code null} if none was kept
	 * @return the history up to the record
	 */
	public static TaskHistory history(BackgroundTaskRecord record, @Nullable Kept kept) {
		Kept steps = (kept != null) ? kept : toldSteps(record);
		Step last = steps.steps().getLast();
		if (kept != null && last.version() < record.version()
				&& !last.entry().equals(entry(record, last.entry().time(), last.entry().declined()))) {
			steps = steps.with(record.version(), entry(record, record.stateSince(), false));
		}
		List<Entry> entries = new ArrayList<>(steps.steps().size());
		steps.steps().forEach((step) -> entries.add(step.entry()));
		return new TaskHistory(entries, steps.partial());
	}

	private static Entry entry(BackgroundTaskRecord record, Instant time, boolean declined) {
		return new Entry(time, record.state(), record.attempt(), record.sessionId(), declined);
	}

	/** The steps that a record tells by itself: the first two, and the last two. */
	private static Kept toldSteps(BackgroundTaskRecord record) {
		List<Step> steps = new ArrayList<>(4);
		Instant started = (record.attempt() > 1) ? record.attemptStartedAt() : record.startedAt();
		if (!record.createdAt().equals(started)) {
			add(steps, record, 1, record.createdAt(), BackgroundTaskState.PENDING);
		}
		add(steps, record, 1, started, BackgroundTaskState.RUNNING);
		add(steps, record, record.version(), requestedBeforeTheEnd(record), BackgroundTaskState.CANCEL_REQUESTED);
		add(steps, record, record.version(), record.stateSince(), record.state());
		return new Kept(steps, record.attempt() > 1);
	}

	/** Adds the step into a state, unless the task has not made it or it is the last. */
	private static void add(List<Step> steps, BackgroundTaskRecord record, long version, @Nullable Instant time,
			BackgroundTaskState state) {
		Entry entry = (time != null) ? new Entry(time, state, record.attempt(), record.sessionId()) : null;
		if (entry != null && (steps.isEmpty() || !steps.getLast().entry().equals(entry))) {
			steps.add(new Step(version, entry));
		}
	}

	/** A forced cancel ends a task with its request. */
	private static @Nullable Instant requestedBeforeTheEnd(BackgroundTaskRecord record) {
		Instant requested = record.cancelRequestedAt();
		return (requested != null && requested.equals(record.finishedAt())) ? null : requested;
	}

	/**
	 * The kept steps of a task: the first, and the newest up to the limit. Immutable.
	 *
	 * @param steps the steps in the order of their versions, at least one
	 * @param partial whether steps were left out
	 */
	public record Kept(List<Step> steps, boolean partial) {

		/** Copies the list. */
		public Kept {
			steps = List.copyOf(steps);
		}

		private Kept with(long version, Entry entry) {
			int place = this.steps.size();
			while (place > 0 && this.steps.get(place - 1).version() > version) {
				place--;
			}
			if (has(place - 1, entry) || has(place, entry)) {
				return this;
			}
			List<Step> all = new ArrayList<>(this.steps);
			all.add(place, new Step(version, entry));
			boolean full = all.size() > TaskHistory.MAX_ENTRIES;
			if (full) {
				all.remove(1);
			}
			return new Kept(all, this.partial || full);
		}

		/** Whether a place has an entry. The same one elsewhere is of another step. */
		private boolean has(int place, Entry entry) {
			return place >= 0 && place < this.steps.size() && this.steps.get(place).entry().equals(entry);
		}

	}

	/**
	 * A kept step.
	 *
	 * @param version the version of the record after it, or a later one
	 * @param entry the entry of the history
	 */
	public record Step(long version, Entry entry) {
	}

}
