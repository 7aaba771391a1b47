package io.github.taskhost.jdbc.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.github.taskhost.jdbc.event.Logged.Lane;
import io.github.taskhost.jdbc.event.Logged.Place;
import io.github.taskhost.jdbc.event.Logged.Revision;
import io.github.taskhost.jdbc.sql.ExtraStatements;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a node takes changes of other nodes from the log: a position for
 * each lane, and changes that were read and wait for an earlier change of their task in
 * another lane. Such a change is visible in the log as soon as the later one is, unless
 * it was removed with its task. It may have no place yet, since the transaction of a
 * caller has stored it: then it gets one soon. Used by one thread.
 */
final class EventOrder {

	/** The largest distance between a position and the end of its lane. */
	static final long MAX_LAG = 100_000;

	/** The largest number of changes that wait; no more are read past it. */
	static final int MAX_WAITING = 10_000;

	/** The number of lanes above which those without changes in the log are forgotten. */
	static final int MANY_LANES = 10_000;

	/** The longest wait for an earlier change. */
	static final long LONGEST_WAIT_NANOS = 60_000_000_000L;

	private final Map<Lane, Long> positions;

	/** The nodes whose changes this process has published itself. */
	private final Set<UUID> own = new HashSet<>();

	private final Map<UUID, TreeMap<Long, Waiting>> waiting = new LinkedHashMap<>();

	private int size;

	/**
	 * Creates an order.
	 * @param ends the positions behind which changes are taken
	 */
	EventOrder(Map<Lane, Long> ends) {
		this.positions = new HashMap<>(ends);
	}

	/** Notes a node that is this process. */
	void own(UUID node) {
		this.own.add(node);
	}

	/**
	 * The lanes with changes to read, and the positions behind which they are. A lane
	 * that is too far behind its end goes on nearer to it.
	 * @param ends the last position of each lane
	 * @param skipped receives the numbers of positions that are left out
	 */
	Map<Lane, Long> behind(Map<Lane, Long> ends, Map<Lane, Long> skipped) {
		if (this.positions.size() > MANY_LANES) {
			this.positions.keySet().retainAll(ends.keySet());
		}
		Map<Lane, Long> behind = new HashMap<>();
		if (this.size >= MAX_WAITING) {
			return behind;
		}
		ends.forEach((lane, end) -> {
			long position = this.positions.getOrDefault(lane, 0L);
			if (position < end && isRead(lane)) {
				long next = Math.max(position, end - MAX_LAG);
				if (next > position) {
					skipped.put(lane, next - position);
					this.positions.put(lane, next);
				}
				behind.put(lane, next);
			}
		});
		return behind;
	}

	/**
	 * Whether a lane has changes for this node. The lane of the takeovers of this process
	 * has, too: changes that a lost node has stored for callers.
	 */
	private boolean isRead(Lane lane) {
		return lane.number() >= 0 ? !this.own.contains(lane.node()) : lane.number() != ExtraStatements.UNPLACED;
	}

	/**
	 * Whether this process has published a change: one of a node that it is or was, but
	 * for the acceptance of tasks that its takeovers have placed for lost nodes.
	 */
	private boolean isOwn(Lane lane, long version) {
		return this.own.contains(lane.node()) && (lane.number() >= 0 || version > 1);
	}

	/** Takes changes that were read. */
	void add(List<Logged> changes, long now) {
		for (Logged change : changes) {
			this.positions.merge(change.place().lane(), change.place().seq(), Math::max);
			if (change.version() > 0 && !isOwn(change.place().lane(), change.version())) {
				TreeMap<Long, Waiting> versions = this.waiting.computeIfAbsent(change.uid(), (uid) -> new TreeMap<>());
				if (versions.putIfAbsent(change.version(), new Waiting(change, now)) == null) {
					this.size++;
				}
			}
		}
	}

	/** The changes for which others wait. */
	List<Revision> missing() {
		return this.waiting.values()
			.stream()
			.map((versions) -> versions.firstEntry().getValue().change())
			.filter((first) -> first.version() > 1)
			.map(EventOrder::before)
			.toList();
	}

	private static Revision before(Logged change) {
		return new Revision(change.uid(), change.version() - 1);
	}

	/**
	 * Takes the changes out that wait for no other, each behind the earlier ones of its
	 * task.
	 * @param places the places of the missing changes that are in the log
	 * @param now the time in nanoseconds
	 * @param late receives those whose wait was given up
	 */
	List<Logged> take(Map<Revision, Place> places, long now, List<Logged> late) {
		List<Logged> taken = new ArrayList<>();
		Iterator<TreeMap<Long, Waiting>> tasks = this.waiting.values().iterator();
		while (tasks.hasNext()) {
			TreeMap<Long, Waiting> versions = tasks.next();
			Waiting first = versions.firstEntry().getValue();
			Revision before = before(first.change());
			boolean over = isOver(before, places.get(before));
			if (!over && now - first.since() > LONGEST_WAIT_NANOS) {
				late.add(first.change());
				over = true;
			}
			if (over) {
				takeRow(versions, taken);
			}
			if (versions.isEmpty()) {
				tasks.remove();
			}
		}
		this.size -= taken.size();
		return taken;
	}

	/** Takes the first change of a task, and those that follow it without a gap. */
	private static void takeRow(NavigableMap<Long, Waiting> versions, List<Logged> taken) {
		long next = versions.firstKey();
		while (!versions.isEmpty() && versions.firstKey() == next) {
			taken.add(versions.pollFirstEntry().getValue().change());
			next++;
		}
	}

	/** Whether nothing is to come from the place of an earlier change. */
	private boolean isOver(Revision before, @Nullable Place place) {
		if (place == null || isOwn(place.lane(), before.version())) {
			return true;
		}
		return place.lane().number() != ExtraStatements.UNPLACED
				&& place.seq() <= this.positions.getOrDefault(place.lane(), 0L);
	}

	/** The number of changes that wait. */
	int size() {
		return this.size;
	}

	/**
	 * A change that waits.
	 *
	 * @param change the change
	 * @param since the time in nanoseconds at which it was read
	 */
	private record Waiting(Logged change, long since) {
	}

}
