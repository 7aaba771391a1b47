package io.github.taskhost.local.table;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The records of the tasks of this process, indexed by uid, session, id, idempotency key
 * and parent.
 *
 * <p>
 * <b>Synchronisation.</b> A change of one task within its session is one compare-and-set
 * of its entry. Inserting and removing take the lock of the session's list for linking
 * only. Moves hold their entries and take the locks of both lists, in the order of the
 * session ids, so that a reader of a list sees all of a move or nothing. Moves, and
 * inserts of tasks that can be found before they are in all indexes, take turns under
 * {@code moves}.
 */
public class TaskTable<E extends TableEntry<E>> {

	private final TaskLog<E> log = new TaskLog<>();

	private final IdIndex<E> ids = new IdIndex<>();

	private final Map<Key, E> keys = new ConcurrentHashMap<>();

	private final Families<E> families = new Families<>(this.log);

	private final SessionIndex<E> sessions = new SessionIndex<>();

	@SuppressWarnings("this-escape") // only stored
	private final Moves<E> moves = new Moves<>(this);

	public UUID newUid(Instant now) {
		return this.log.newUid(now.toEpochMilli());
	}

	/**
	 * Runs the inserts of several tasks, and their undoing, in one turn: other threads
	 * wait for the end of the turn before they change one of the tasks. No two of the
	 * tasks may have the same id or key.
	 */
	public <T> T inTurn(List<E> fresh, Supplier<T> inserts) {
		return this.moves.inTurn(fresh, inserts);
	}

	public CommitResult<E> commit(List<? extends TableChange<E>> changes) {
		return (changes.size() == 1) ? commit(changes.get(0)) : this.moves.commit(changes);
	}

	public CommitResult<E> commit(TableChange<E> change) {
		return switch (change) {
			case TableChange.Insert<E> insert -> insert(insert.entry(), insert.adopted());
			case TableChange.Replace<E> replace -> replace(replace);
			case TableChange.Remove<E> remove -> remove(remove);
		};
	}

	/**
	 * Inserts an entry. An entry that can be found before it is in all indexes, by its
	 * id, its key or an adopted uid, takes its turn; a change of it waits for the turn.
	 */
	private CommitResult<E> insert(E entry, boolean adopted) {
		boolean found = adopted || keyOf(entry.record()) != null || !entry.record().hasGeneratedId();
		return found ? this.moves.inTurn(entry, () -> insertNow(entry, adopted)) : insertNow(entry, false);
	}

	/** Leaves no trace of the entry after an error. */
	private CommitResult<E> insertNow(E entry, boolean adopted) {
		CommitResult<E> result = null;
		try {
			result = addUnlessTaken(entry, adopted);
			return result;
		}
		finally {
			if (result == null) {
				discard(entry, adopted);
			}
		}
	}

	/** Takes a new entry out again, whose task was not accepted; drops its events. */
	public void discard(E entry, boolean adopted) {
		entry.discard();
		removeFromIndexes(entry, entry.record(), !adopted || entry.isAdopted());
	}

	private CommitResult<E> addUnlessTaken(E entry, boolean adopted) {
		BackgroundTaskRecord record = entry.record();
		E twin = adopted ? this.log.find(record.uid()) : null;
		if (twin != null) {
			return new CommitResult.Duplicate<>(twin, false);
		}
		if (adopted) {
			this.families.requireNoCycle(record);
		}
		CommitResult.Duplicate<E> obstacle = takePlaces(entry, record, adopted);
		if (obstacle == null) {
			addToIndexes(entry, record, adopted);
			return CommitResult.committed();
		}
		if (!adopted) {
			this.log.release(entry, false);
		}
		return obstacle;
	}

	private CommitResult.@Nullable Duplicate<E> takePlaces(E entry, BackgroundTaskRecord record, boolean adopted) {
		Key place = heldKeyOf(record, record.createdAt());
		E holder = (place != null) ? takeKey(place, entry, record.createdAt()) : null;
		if (holder != null && !(adopted && NamingRules.mayLackItsKey(record))) {
			return new CommitResult.Duplicate<>(holder, true);
		}
		E namesake = leavesItsId(record, adopted) ? null : namesake(record, entry);
		if (namesake != null) {
			leave(record, entry);
			return new CommitResult.Duplicate<>(namesake, false);
		}
		return null;
	}

	/**
	 * Whether an ended adopted task does not take its id, because another task has it by
	 * now.
	 */
	private boolean leavesItsId(BackgroundTaskRecord record, boolean adopted) {
		return adopted && record.state().isTerminal() && find(record.sessionId(), record.id()) != null;
	}

	private @Nullable E takeKey(Key key, E entry, Instant at) {
		E holder = tryToTakeKey(key, entry, at);
		while (holder != null && !isDecided(key, holder)) {
			holder = tryToTakeKey(key, entry, at);
		}
		return holder;
	}

	/** Takes a key that no task holds at a time; returns the holder otherwise. */
	private @Nullable E tryToTakeKey(Key key, E entry, Instant at) {
		E holder = this.keys.compute(key, (same,
				present) -> (present != null && NamingRules.holdsItsKey(present.record(), at)) ? present : entry);
		return (holder != entry) ? holder : null;
	}

	/**
	 * Whether the holder keeps its key. A holder in a turn may still give the key back,
	 * and a removed holder is about to.
	 */
	private boolean isDecided(Key key, E holder) {
		if (holder.isHeld()) {
			this.moves.awaitTurn();
			return false;
		}
		if (holder.isRemoved()) {
			this.keys.remove(key, holder);
			return false;
		}
		return this.keys.get(key) == holder;
	}

	/** Takes the place under (session, id), or returns the live task that keeps it. */
	private @Nullable E namesake(BackgroundTaskRecord record, E entry) {
		if (record.hasGeneratedId()) {
			return null;
		}
		E generated = findGenerated(record.sessionId(), record.id());
		if (generated != null && NamingRules.keepsItsId(generated.record())) {
			return generated;
		}
		PlaceTaking<E> place = this.ids.take(record.id(), record.sessionId(), entry);
		while (place.isUndecided()) {
			this.moves.awaitTurn();
			place = this.ids.take(record.id(), record.sessionId(), entry);
		}
		if (place.keeper() == null) {
			delist(record.sessionId(), (generated != null) ? generated : place.replaced());
		}
		return place.keeper();
	}

	/** Removes an ended task that lost its id from its list. */
	private void delist(String sessionId, @Nullable E replaced) {
		if (replaced != null) {
			this.sessions.remove(sessionId, replaced);
		}
	}

	private void addToIndexes(E entry, BackgroundTaskRecord record, boolean adopted) {
		if (adopted) {
			this.log.adopt(entry);
		}
		else {
			this.log.add(entry);
		}
		if (record.state().isTerminal()) {
			this.log.ended(entry);
		}
		this.sessions.add(record.sessionId(), entry);
		this.families.add(entry, record);
	}

	private CommitResult<E> replace(TableChange.Replace<E> replace) {
		if (!replace.next().sessionId().equals(replace.expected().sessionId())) {
			return this.moves.commit(List.of(replace));
		}
		return replaceRecord(replace) ? CommitResult.committed() : new CommitResult.Conflict<>(replace.entry());
	}

	private boolean replaceRecord(TableChange.Replace<E> replace) {
		E entry = replace.entry();
		BackgroundTaskRecord expected = replace.expected();
		BackgroundTaskRecord next = replace.next();
		while (!entry.replace(expected, next, replace.events(), false)) {
			if (!entry.isHeld() || entry.record() != expected) {
				return false;
			}
			this.moves.awaitTurn();
		}
		if (next.state().isTerminal() && !expected.state().isTerminal()) {
			this.log.ended(entry);
			if (entry.moved || !next.hasGeneratedId()) {
				this.ids.ended(next.id(), entry);
			}
		}
		return true;
	}

	private CommitResult<E> remove(TableChange.Remove<E> remove) {
		E entry = remove.entry();
		while (!entry.replace(remove.expected(), remove.last(), remove.events(), true)) {
			if (!entry.isHeld() || entry.record() != remove.expected()) {
				return new CommitResult.Conflict<>(entry);
			}
			this.moves.awaitTurn();
		}
		removeFromIndexes(entry, remove.last(), true);
		return CommitResult.committed();
	}

	private void removeFromIndexes(E entry, BackgroundTaskRecord record, boolean hasPlace) {
		this.sessions.remove(entry);
		if (entry.moved || !record.hasGeneratedId()) {
			this.ids.forget(record.id(), entry);
		}
		leave(record, entry);
		this.families.remove(record);
		if (hasPlace) {
			this.log.release(entry, record.state().isTerminal());
		}
	}

	public @Nullable E find(UUID uid) {
		return this.log.find(uid);
	}

	public @Nullable E find(String sessionId, String taskId) {
		E entry = this.ids.find(sessionId, taskId);
		return (entry != null) ? entry : findUnmoved(sessionId, taskId);
	}

	/**
	 * Finds a task by its generated id. A task that moves after the look at the index of
	 * ids is in this index by now.
	 */
	private @Nullable E findUnmoved(String sessionId, String taskId) {
		E entry = this.log.findGenerated(taskId);
		if (entry == null || entry.record().sessionId().equals(sessionId)) {
			return entry;
		}
		return entry.moved ? this.ids.find(sessionId, taskId) : null;
	}

	private @Nullable E findGenerated(String sessionId, String taskId) {
		E entry = this.log.findGenerated(taskId);
		return (entry != null && entry.record().sessionId().equals(sessionId)) ? entry : null;
	}

	/**
	 * Tasks with an id, each once, live ones first.
	 * @param limit the number of tasks to look for; a task whose id was generated is
	 * found besides
	 */
	public List<E> findAll(String taskId, int limit) {
		List<E> named = this.ids.findAll(taskId, limit);
		E generated = this.log.findGenerated(taskId);
		if (generated == null || named.contains(generated)) {
			return named;
		}
		List<E> all = new ArrayList<>(named);
		all.add(generated);
		return all;
	}

	/** The task that holds an idempotency key at a time, or {@code null}. */
	public @Nullable E findByKey(String sessionId, String key, Instant at) {
		Key place = new Key(sessionId, key);
		E holder = this.keys.get(place);
		while (holder != null && !isDecided(place, holder)) {
			holder = this.keys.get(place);
		}
		return (holder != null && NamingRules.holdsItsKey(holder.record(), at)) ? holder : null;
	}

	public List<E> children(UUID parentUid) {
		return this.families.children(parentUid);
	}

	public List<E> session(String sessionId) {
		return this.sessions.all(sessionId);
	}

	public boolean hasTasks(String sessionId) {
		return this.sessions.has(sessionId);
	}

	public TablePage<E> page(PageRequest request, int budget) {
		return PageScan.of(request, budget, this.log).over(this.log, this.sessions, this.families);
	}

	/**
	 * Visits the tasks in their order, also those that no page lists.
	 * @param after the place to start behind, or -1
	 * @param budget the largest number of visits
	 * @return the place of the last visited task, or -1 if there is no further one
	 */
	public long visit(long after, int budget, Consumer<E> visitor) {
		Visits<E> visits = new Visits<>(after, budget, visitor);
		this.log.scan(after, false, visits);
		return visits.end();
	}

	/**
	 * Takes the places of a move in the target session.
	 * @return the task that keeps one of them, or {@code null} if both were taken
	 */
	CommitResult.@Nullable Duplicate<E> takePlaces(Move<E> move) {
		BackgroundTaskRecord next = move.next();
		Key key = heldKeyOf(next, next.updatedAt());
		E holder = (key != null) ? tryToTakeKey(key, move.entry(), next.updatedAt()) : null;
		if (holder != null) {
			return new CommitResult.Duplicate<>(holder, true);
		}
		E keeper = takeId(move);
		if (keeper != null && key != null) {
			this.keys.remove(key, move.entry());
		}
		return (keeper != null) ? new CommitResult.Duplicate<>(keeper, false) : null;
	}

	private @Nullable E takeId(Move<E> move) {
		BackgroundTaskRecord next = move.next();
		E generated = findGenerated(next.sessionId(), next.id());
		if (generated != null && NamingRules.keepsItsId(generated.record())) {
			return generated;
		}
		move.entry().moved = true;
		if (next.hasGeneratedId()) {
			this.ids.take(next.id(), move.expected().sessionId(), move.entry());
		}
		PlaceTaking<E> place = this.ids.take(next.id(), next.sessionId(), move.entry());
		move.took(place, (generated != null) ? generated : place.replaced());
		return place.keeper();
	}

	void giveBackPlaces(Move<E> move) {
		BackgroundTaskRecord next = move.next();
		if (move.taking() != null) {
			this.ids.giveBack(next.id(), move.taking());
		}
		leave(next, move.entry());
	}

	void completeMove(Move<E> move) {
		delist(move.next().sessionId(), move.replaced());
		leave(move.expected(), move.entry());
	}

	private void leave(BackgroundTaskRecord record, E entry) {
		Key key = keyOf(record);
		if (key != null) {
			this.keys.remove(key, entry);
		}
	}

	private static @Nullable Key keyOf(BackgroundTaskRecord record) {
		String key = record.idempotencyKey();
		return (key != null) ? new Key(record.sessionId(), key) : null;
	}

	/** The key of a task that holds it at a time; {@code null} for others. */
	private static @Nullable Key heldKeyOf(BackgroundTaskRecord record, Instant at) {
		Key key = keyOf(record);
		return (key != null && NamingRules.holdsItsKey(record, at)) ? key : null;
	}

	SessionIndex<E> sessions() {
		return this.sessions;
	}

	private record Key(String sessionId, String key) {
	}

}
