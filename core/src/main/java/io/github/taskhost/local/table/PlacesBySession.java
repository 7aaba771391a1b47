package io.github.taskhost.local.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The places of an id that several sessions use or used. Its cost for each operation does
 * not grow with the number of sessions.
 *
 * <p>
 * A moved task keeps its last {@value #OLD} old places; the places before them are free.
 *
 * <p>
 * <b>Synchronisation.</b> {@link #find} takes no lock. All other methods run inside a
 * step of the map of {@link IdIndex} for the id.
 *
 * @param <E> the type of the entries
 */
final class PlacesBySession<E extends TableEntry<E>> implements Places<E> {

	/** The largest number of old places that a moved task keeps. */
	private static final int OLD = 100;

	private static final int SMALL = 64;

	private static final int SHRINK = 8;

	/** Most ids have few places. */
	private final Map<String, E> places = new ConcurrentHashMap<>(2);

	/**
	 * The live tasks, if there are any; a task that has ended leaves at the next look at
	 * the latest.
	 */
	private @Nullable Set<E> live;

	/** The sessions in which moved tasks have or had places, if there are any. */
	private @Nullable Map<E, Set<String>> moved;

	/** The largest number of places. */
	private int peak;

	@Nullable E find(String session) {
		return this.places.get(session);
	}

	void put(String session, E entry) {
		this.places.put(session, entry);
		this.peak = Math.max(this.peak, this.places.size());
		if (!entry.record().state().isTerminal()) {
			this.live = (this.live != null) ? this.live : new LinkedHashSet<>();
			this.live.add(entry);
		}
		if (entry.moved) {
			this.moved = (this.moved != null) ? this.moved : new HashMap<>(2);
			Set<String> sessions = this.moved.computeIfAbsent(entry, (some) -> new LinkedHashSet<>(4));
			addLast(entry.record().sessionId(), sessions);
			addLast(session, sessions);
			if (sessions.size() > OLD + 1) {
				dropOldest(sessions, entry);
			}
		}
	}

	private static void addLast(String session, Set<String> sessions) {
		sessions.remove(session);
		sessions.add(session);
	}

	private void dropOldest(Set<String> sessions, E entry) {
		Iterator<String> oldest = sessions.iterator();
		this.places.remove(oldest.next(), entry);
		oldest.remove();
	}

	/** Gives the place of a task to its previous holder. */
	void giveBack(String session, E entry, @Nullable E heir) {
		if (heir != null) {
			this.places.replace(session, entry, heir);
		}
		else {
			this.places.remove(session, entry);
		}
	}

	void ended(E entry) {
		if (this.live != null) {
			this.live.remove(entry);
			this.live = this.live.isEmpty() ? null : this.live;
		}
	}

	/** Removes a task from all its places. */
	void forget(E entry) {
		ended(entry);
		this.places.remove(entry.record().sessionId(), entry);
		Set<String> sessions = (this.moved != null) ? this.moved.remove(entry) : null;
		if (sessions != null) {
			sessions.forEach((session) -> this.places.remove(session, entry));
		}
	}

	/** The tasks that are listed in a session, each once, live ones first. */
	List<E> tasks(int limit) {
		List<E> found = new ArrayList<>();
		Iterator<E> candidates = (this.live != null) ? this.live.iterator() : Collections.emptyIterator();
		while (candidates.hasNext() && found.size() < limit) {
			E entry = candidates.next();
			if (entry.record().state().isTerminal()) {
				candidates.remove();
			}
			else if (entry.isListed()) {
				found.add(entry);
			}
		}
		addOthers(found, limit);
		return found;
	}

	private void addOthers(List<E> found, int limit) {
		Iterator<E> others = this.places.values().iterator();
		while (others.hasNext() && found.size() < limit) {
			E entry = others.next();
			if (entry.isListed() && !found.contains(entry)) {
				found.add(entry);
			}
		}
	}

	/**
	 * These places, copied when most are gone: a map stays as large as it was, and looks
	 * at few places in it would take longer and longer. {@code null} if none is left.
	 */
	@Nullable PlacesBySession<E> shrunk() {
		if (this.places.isEmpty()) {
			return null;
		}
		if (this.peak < SMALL || this.places.size() > this.peak / SHRINK) {
			return this;
		}
		PlacesBySession<E> copy = new PlacesBySession<>();
		copy.places.putAll(this.places);
		copy.live = (this.live != null) ? new LinkedHashSet<>(this.live) : null;
		copy.moved = (this.moved != null) ? new HashMap<>(this.moved) : null;
		copy.peak = this.places.size();
		return copy;
	}

}
