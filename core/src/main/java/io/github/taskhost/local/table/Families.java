package io.github.taskhost.local.table;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * The tasks of the table by their parents. The children of a task are in the order of
 * their registration.
 *
 * <p>
 * <b>Synchronisation.</b> The map of the children of a task is changed inside one step of
 * the map of parents only.
 */
final class Families<E extends TableEntry<E>> {

	private static final Comparator<UUID> OLDEST_FIRST = Comparator.<UUID>comparingLong(TaskLog::placeOf)
		.thenComparing(Comparator.naturalOrder());

	private final TaskLog<E> log;

	private final Map<UUID, Map<UUID, E>> children = new ConcurrentHashMap<>();

	Families(TaskLog<E> log) {
		this.log = log;
	}

	void add(E entry, BackgroundTaskRecord record) {
		if (record.parentUid() != null) {
			this.children.compute(record.parentUid(), (parent, some) -> {
				Map<UUID, E> siblings = (some != null) ? some : new ConcurrentSkipListMap<>(OLDEST_FIRST);
				siblings.put(record.uid(), entry);
				return siblings;
			});
		}
	}

	void remove(BackgroundTaskRecord record) {
		if (record.parentUid() != null) {
			this.children.computeIfPresent(record.parentUid(), (parent, siblings) -> {
				siblings.remove(record.uid());
				return siblings.isEmpty() ? null : siblings;
			});
		}
	}

	List<E> children(UUID parentUid) {
		Map<UUID, E> some = this.children.get(parentUid);
		return (some != null) ? List.copyOf(some.values()) : List.of();
	}

	/** Visits the children of a task, in the order of their places, as a scan asks. */
	void scan(UUID parentUid, PageScan<E> scan) {
		Comparator<E> order = Comparator.comparingLong(TableEntry::place);
		Iterator<E> entries = children(parentUid).stream()
			.filter((entry) -> scan.isBackward() ? entry.place() <= scan.from() : entry.place() > scan.from())
			.sorted(scan.isBackward() ? order.reversed() : order)
			.iterator();
		while (entries.hasNext() && scan.test(entries.next())) {
			// the scan decides
		}
	}

	/**
	 * Refuses an adopted task that would be its own ancestor. Adopted tasks take turns,
	 * so that no two of them close a circle together.
	 */
	void requireNoCycle(BackgroundTaskRecord record) {
		UUID ancestor = record.parentUid();
		while (ancestor != null) {
			if (ancestor.equals(record.uid())) {
				throw new InvalidTaskArgumentException("The record of task '" + record.id() + "' of session '"
						+ record.sessionId() + "' cannot be adopted: its parent " + record.parentUid()
						+ " is the task itself or one of its descendants. Correct the parent of the record.");
			}
			E entry = this.log.find(ancestor);
			ancestor = (entry != null) ? entry.record().parentUid() : null;
		}
	}

}
