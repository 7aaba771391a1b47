package io.github.taskhost.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records in memory, indexed by uid, session, id, idempotency key, parent and live
 * state.
 *
 * <p>
 * <b>Synchronisation.</b> One change of one task that stays in its session is one
 * compare-and-set of its {@link TaskEntry}. Inserting and removing take the lock of the
 * session's list for the linking alone. Moves hold their entries and take, in the order
 * of their names, the locks of both lists, so that a reader of a list sees all of a move
 * or nothing. Moves, and inserts that can be found before they are in all indexes, take
 * turns under {@code moves}.
 */
public final class InMemoryTaskStore implements TaskStore {

	private static final Comparator<UUID> OLDEST_FIRST = Comparator.comparingLong(TaskLog::placeOf);

	private final TaskLog log = new TaskLog();

	private final IdIndex ids = new IdIndex();

	private final Map<Key, TaskEntry> keys = new ConcurrentHashMap<>();

	private final Map<UUID, Map<UUID, TaskEntry>> children = new ConcurrentHashMap<>();

	private final SessionIndex sessions = new SessionIndex();

	private final Moves moves = new Moves(this);

	/** Makes an empty store. */
	public InMemoryTaskStore() {
		// nothing is kept yet
	}

	@Override
	public UUID newUid(Instant now) {
		return this.log.newUid(now.toEpochMilli());
	}

	@Override
	public CommitResult commit(List<TaskChange> changes) {
		return (changes.size() == 1) ? commit(changes.get(0)) : this.moves.commit(changes);
	}

	@Override
	public CommitResult commit(TaskChange change) {
		return switch (change) {
			case TaskChange.Insert insert -> insert(insert.entry());
			case TaskChange.Replace replace -> replace(replace);
			case TaskChange.Remove remove -> remove(remove);
		};
	}

	/**
	 * One with an id or a key of its own can be found before it is in all indexes: it
	 * takes its turn, and whoever would change it waits for that.
	 */
	private CommitResult insert(TaskEntry entry) {
		boolean found = keyOf(entry.record()) != null || !entry.record().hasGeneratedId();
		return found ? this.moves.inTurn(entry, () -> insertNow(entry)) : insertNow(entry);
	}

	private CommitResult insertNow(TaskEntry entry) {
		BackgroundTaskRecord record = entry.record();
		Key place = keyOf(record);
		TaskEntry holder = (place != null) ? takeKey(place, entry) : null;
		if (holder != null) {
			this.log.release(entry, false);
			return new CommitResult.Duplicate(holder, true);
		}
		TaskEntry namesake = namesake(record, entry);
		if (namesake != null) {
			leave(record, entry);
			this.log.release(entry, false);
			return new CommitResult.Duplicate(namesake, false);
		}
		addToIndexes(entry, record);
		return CommitResult.COMMITTED;
	}

	private @Nullable TaskEntry takeKey(Key key, TaskEntry entry) {
		TaskEntry holder = this.keys.putIfAbsent(key, entry);
		while (holder != null && !isDecided(key, holder)) {
			holder = this.keys.putIfAbsent(key, entry);
		}
		return holder;
	}

	/**
	 * Whoever has a key in a turn may yet have to give it back, and who is removed is
	 * about to.
	 */
	private boolean isDecided(Key key, TaskEntry holder) {
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

	/** Takes the place under (session, id), or returns the live task that has it. */
	private @Nullable TaskEntry namesake(BackgroundTaskRecord record, TaskEntry entry) {
		if (record.hasGeneratedId()) {
			return null;
		}
		TaskEntry generated = findGenerated(record.sessionId(), record.id());
		if (generated != null && NamingRules.keepsItsId(generated.record())) {
			return generated;
		}
		IdIndex.Taking place = this.ids.take(record.id(), record.sessionId(), entry);
		while (place.isUndecided()) {
			this.moves.awaitTurn();
			place = this.ids.take(record.id(), record.sessionId(), entry);
		}
		if (place.keeper() == null) {
			delist(record.sessionId(), (generated != null) ? generated : place.replaced());
		}
		return place.keeper();
	}

	/** Takes an ended task whose id was taken by another out of its list. */
	private void delist(String sessionId, @Nullable TaskEntry replaced) {
		if (replaced != null) {
			this.sessions.remove(sessionId, replaced);
		}
	}

	private void addToIndexes(TaskEntry entry, BackgroundTaskRecord record) {
		this.log.add(entry);
		if (record.state().isTerminal()) {
			this.log.ended(entry);
		}
		this.sessions.add(record.sessionId(), entry);
		if (record.parentUid() != null) {
			this.children.compute(record.parentUid(), (parent, some) -> {
				Map<UUID, TaskEntry> siblings = (some != null) ? some : new ConcurrentSkipListMap<>(OLDEST_FIRST);
				siblings.put(record.uid(), entry);
				return siblings;
			});
		}
	}

	private CommitResult replace(TaskChange.Replace replace) {
		if (!replace.next().sessionId().equals(replace.expected().sessionId())) {
			return this.moves.commit(List.of(replace));
		}
		return replaceRecord(replace) ? CommitResult.COMMITTED : new CommitResult.Conflict(replace.entry());
	}

	private boolean replaceRecord(TaskChange.Replace replace) {
		TaskEntry entry = replace.entry();
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
		}
		return true;
	}

	private CommitResult remove(TaskChange.Remove remove) {
		TaskEntry entry = remove.entry();
		while (!entry.replace(remove.expected(), remove.last(), remove.events(), true)) {
			if (!entry.isHeld() || entry.record() != remove.expected()) {
				return new CommitResult.Conflict(entry);
			}
			this.moves.awaitTurn();
		}
		removeFromIndexes(entry, remove.last());
		return CommitResult.COMMITTED;
	}

	private void removeFromIndexes(TaskEntry entry, BackgroundTaskRecord record) {
		this.sessions.remove(entry);
		if (entry.moved || !record.hasGeneratedId()) {
			this.ids.forget(record.id(), entry);
		}
		leave(record, entry);
		if (record.parentUid() != null) {
			this.children.computeIfPresent(record.parentUid(), (parent, siblings) -> {
				siblings.remove(record.uid());
				return siblings.isEmpty() ? null : siblings;
			});
		}
		this.log.release(entry, record.state().isTerminal());
	}

	@Override
	public @Nullable TaskEntry find(UUID uid) {
		return this.log.find(uid);
	}

	@Override
	public @Nullable TaskEntry find(String sessionId, String taskId) {
		TaskEntry entry = this.ids.find(sessionId, taskId);
		return (entry != null) ? entry : findGenerated(sessionId, taskId);
	}

	private @Nullable TaskEntry findGenerated(String sessionId, String taskId) {
		TaskEntry entry = this.log.findGenerated(taskId);
		return (entry != null && entry.record().sessionId().equals(sessionId)) ? entry : null;
	}

	@Override
	public List<TaskEntry> findAll(String taskId) {
		List<TaskEntry> named = this.ids.findAll(taskId);
		TaskEntry generated = this.log.findGenerated(taskId);
		if (generated == null || named.contains(generated)) {
			return named;
		}
		List<TaskEntry> all = new ArrayList<>(named);
		all.add(generated);
		return all;
	}

	@Override
	public @Nullable TaskEntry findByKey(String sessionId, String key) {
		Key place = new Key(sessionId, key);
		TaskEntry holder = this.keys.get(place);
		while (holder != null && !isDecided(place, holder)) {
			holder = this.keys.get(place);
		}
		return holder;
	}

	@Override
	public List<TaskEntry> children(UUID parentUid) {
		Map<UUID, TaskEntry> some = this.children.get(parentUid);
		return (some != null) ? List.copyOf(some.values()) : List.of();
	}

	@Override
	public List<TaskEntry> session(String sessionId) {
		return this.sessions.all(sessionId);
	}

	@Override
	public boolean hasTasks(String sessionId) {
		return this.sessions.has(sessionId);
	}

	@Override
	public Page page(BackgroundTaskFilter filter, int limit, @Nullable String after, int budget) {
		PageScan scan = PageScan.of(filter, limit, after, budget, this.log);
		if (filter.sessionId() != null) {
			this.sessions.scan(filter.sessionId(), scan);
		}
		else {
			this.log.scan(scan.after(), scan.liveOnly(), scan);
		}
		return scan.page();
	}

	/**
	 * Takes the places of a move in the target session.
	 * @return who keeps one, or {@code null} when they were taken
	 */
	CommitResult.@Nullable Duplicate takePlaces(Move move) {
		BackgroundTaskRecord next = move.next();
		Key key = keyOf(next);
		TaskEntry holder = (key != null) ? this.keys.putIfAbsent(key, move.entry()) : null;
		if (holder != null) {
			return new CommitResult.Duplicate(holder, true);
		}
		TaskEntry keeper = takeId(move);
		if (keeper != null && key != null) {
			this.keys.remove(key, move.entry());
		}
		return (keeper != null) ? new CommitResult.Duplicate(keeper, false) : null;
	}

	private @Nullable TaskEntry takeId(Move move) {
		BackgroundTaskRecord next = move.next();
		TaskEntry generated = findGenerated(next.sessionId(), next.id());
		if (generated != null && NamingRules.keepsItsId(generated.record())) {
			return generated;
		}
		if (next.hasGeneratedId()) {
			this.ids.take(next.id(), move.expected().sessionId(), move.entry());
		}
		move.entry().moved = true;
		IdIndex.Taking place = this.ids.take(next.id(), next.sessionId(), move.entry());
		move.took(place, (generated != null) ? generated : place.replaced());
		return place.keeper();
	}

	void giveBackPlaces(Move move) {
		BackgroundTaskRecord next = move.next();
		if (move.taking() != null) {
			this.ids.giveBack(next.id(), move.taking());
		}
		leave(next, move.entry());
	}

	void completeMove(Move move) {
		delist(move.next().sessionId(), move.replaced());
		leave(move.expected(), move.entry());
	}

	private void leave(BackgroundTaskRecord record, TaskEntry entry) {
		Key key = keyOf(record);
		if (key != null) {
			this.keys.remove(key, entry);
		}
	}

	private static @Nullable Key keyOf(BackgroundTaskRecord record) {
		String key = record.idempotencyKey();
		return (key != null) ? new Key(record.sessionId(), key) : null;
	}

	SessionIndex sessions() {
		return this.sessions;
	}

	private record Key(String sessionId, String key) {
	}

}
