package io.github.taskhost.local.table;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;

import io.github.taskhost.local.time.UidSequence;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * All tasks in the order of their registration. The uid of a task contains its place, so
 * adding and removing take no lock, and a lookup by uid reads one chunk. Places come in
 * chunks. A chunk counts its ended tasks, so that a scan for live tasks skips chunks
 * without any, and is removed when all its places are released.
 */
final class TaskLog<E extends TableEntry<E>> {

	private static final int CHUNK = 512;

	private final UidSequence uids = new UidSequence();

	/** The adopted entries, whose uids do not contain their places. */
	private final Map<UUID, E> adopted = new ConcurrentHashMap<>();

	/** The chunks by number, for lookups. */
	private final Map<Long, Chunk<E>> chunks = new ConcurrentHashMap<>();

	/** The chunks in order, for scans. */
	private final ConcurrentSkipListMap<Long, Chunk<E>> inOrder = new ConcurrentSkipListMap<>();

	/**
	 * A cache of the chunk that was added to last, since most lookups are for new tasks.
	 */
	private volatile Chunk<E> newest = new Chunk<>(-1);

	UUID newUid(long epochMillis) {
		return this.uids.next(epochMillis);
	}

	static long placeOf(UUID uid) {
		return UidSequence.placeOf(uid);
	}

	/**
	 * Adds an entry whose uid was not created for it by this log; the entry gets the next
	 * place.
	 */
	void adopt(E entry) {
		entry.adoptAt(this.uids.skip());
		add(entry);
		this.adopted.put(entry.uid(), entry);
	}

	void add(E entry) {
		long place = entry.place();
		Chunk<E> chunk = chunkFor(place / CHUNK);
		entry.chunk = chunk;
		chunk.entries.set((int) (place % CHUNK), entry);
	}

	private Chunk<E> chunkFor(long number) {
		Chunk<E> chunk = this.newest;
		if (chunk.number != number) {
			chunk = this.chunks.computeIfAbsent(number, this::newChunk);
			this.newest = chunk;
		}
		return chunk;
	}

	private Chunk<E> newChunk(long number) {
		Chunk<E> chunk = new Chunk<>(number);
		this.inOrder.put(number, chunk);
		return chunk;
	}

	@Nullable E find(UUID uid) {
		long place = placeOf(uid);
		Chunk<E> chunk = chunkAt(place / CHUNK);
		E entry = (chunk != null) ? chunk.entries.get((int) (place % CHUNK)) : null;
		return (entry != null && entry.uid().equals(uid)) ? entry : this.adopted.get(uid);
	}

	/**
	 * Finds a task by the id that was generated from its uid, unless the task has lost
	 * that id.
	 */
	@Nullable E findGenerated(String taskId) {
		UUID uid = BackgroundTaskRecord.uidOfGeneratedId(taskId);
		E entry = (uid != null) ? find(uid) : null;
		return (entry != null && entry.list != null && entry.record().hasGeneratedId()) ? entry : null;
	}

	private @Nullable Chunk<E> chunkAt(long number) {
		Chunk<E> chunk = this.newest;
		return (chunk.number == number) ? chunk : this.chunks.get(number);
	}

	/** Counts an added task that has ended. */
	void ended(E entry) {
		Objects.requireNonNull(entry.chunk, "the task was not added").ended.incrementAndGet();
	}

	/**
	 * Releases the place of a task.
	 * @param entry the task, which was removed or not inserted
	 * @param ended whether the task was counted as ended before
	 */
	void release(E entry, boolean ended) {
		if (entry.isAdopted()) {
			this.adopted.remove(entry.uid(), entry);
		}
		long place = entry.place();
		Chunk<E> chunk = (entry.chunk != null) ? entry.chunk : chunkFor(place / CHUNK);
		chunk.entries.set((int) (place % CHUNK), null);
		if (!ended) {
			chunk.ended.incrementAndGet();
		}
		if (chunk.released.incrementAndGet() == CHUNK) {
			this.chunks.remove(chunk.number, chunk);
			this.inOrder.remove(chunk.number, chunk);
		}
	}

	/**
	 * Visits tasks in order.
	 * @param after the place to start behind, or -1
	 * @param liveOnly whether to skip chunks in which all tasks have ended
	 * @param visitor returns whether to continue
	 */
	void scan(long after, boolean liveOnly, Predicate<E> visitor) {
		long first = (after + 1) / CHUNK;
		for (Map.Entry<Long, Chunk<E>> some : this.inOrder.tailMap(first).entrySet()) {
			Chunk<E> chunk = some.getValue();
			int from = (chunk.number == first) ? (int) ((after + 1) % CHUNK) : 0;
			if ((!liveOnly || chunk.ended.get() < CHUNK) && !chunk.scan(from, visitor)) {
				return;
			}
		}
	}

	/** Visits tasks from the place and in the direction of a scan. */
	void scan(PageScan<E> scan) {
		if (scan.isBackward()) {
			scanBackward(scan.from(), scan.liveOnly(), scan);
		}
		else {
			scan(scan.from(), scan.liveOnly(), scan);
		}
	}

	private void scanBackward(long from, boolean liveOnly, Predicate<E> visitor) {
		long first = from / CHUNK;
		for (Chunk<E> chunk : this.inOrder.headMap(first, true).descendingMap().values()) {
			int start = (chunk.number == first) ? (int) (from % CHUNK) : CHUNK - 1;
			if ((!liveOnly || chunk.ended.get() < CHUNK) && !chunk.scanBackward(start, visitor)) {
				return;
			}
		}
	}

	boolean isPlace(long place) {
		return place >= 0 && place < this.uids.count();
	}

	/** A fixed number of consecutive places. */
	static final class Chunk<E extends TableEntry<E>> {

		private final long number;

		private final AtomicReferenceArray<@Nullable E> entries = new AtomicReferenceArray<>(CHUNK);

		private final AtomicInteger ended = new AtomicInteger();

		private final AtomicInteger released = new AtomicInteger();

		Chunk(long number) {
			this.number = number;
		}

		boolean scan(int from, Predicate<E> visitor) {
			for (int i = from; i < CHUNK; i++) {
				E entry = this.entries.get(i);
				if (entry != null && !visitor.test(entry)) {
					return false;
				}
			}
			return true;
		}

		boolean scanBackward(int from, Predicate<E> visitor) {
			for (int i = from; i >= 0; i--) {
				E entry = this.entries.get(i);
				if (entry != null && !visitor.test(entry)) {
					return false;
				}
			}
			return true;
		}

	}

}
