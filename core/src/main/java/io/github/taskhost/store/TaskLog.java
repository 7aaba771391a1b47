package io.github.taskhost.store;

import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;

import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * All tasks in the order of their registration. The uid of a task carries its place, so
 * adding and removing take no lock, and finding one by uid looks for its chunk only.
 * Places come in chunks; a chunk counts what ended and goes when all its tasks are gone,
 * so that a search for live ones skips those that have none.
 */
final class TaskLog {

	private static final int CHUNK = 512;

	private static final int LOW_BITS = 30;

	private final AtomicLong places = new AtomicLong();

	/** The latest time in a uid: uids increase also when the clock goes back. */
	private final AtomicLong latest = new AtomicLong();

	private final long random = ThreadLocalRandom.current().nextLong() & 0xFFFF_FFFFL;

	/** To find one at once. */
	private final Map<Long, Chunk> chunks = new ConcurrentHashMap<>();

	/** The same, to walk them in order. */
	private final ConcurrentSkipListMap<Long, Chunk> inOrder = new ConcurrentSkipListMap<>();

	/** The chunk that was added to last: most tasks are looked for while they are new. */
	private volatile Chunk newest = new Chunk(-1);

	/**
	 * A version 7 UUID as of RFC 9562: 48 bits of time, then a counter of 42 bits, then
	 * 32 random bits of this store.
	 */
	UUID newUid(long epochMillis) {
		long place = this.places.getAndIncrement();
		long high = (notBeforeLatest(epochMillis) << 16) | 0x7000L | (place >>> LOW_BITS);
		long low = 0x8000_0000_0000_0000L | ((place & ((1L << LOW_BITS) - 1)) << 32) | this.random;
		return new UUID(high, low);
	}

	private long notBeforeLatest(long epochMillis) {
		long known = this.latest.get();
		while (known < epochMillis && !this.latest.compareAndSet(known, epochMillis)) {
			known = this.latest.get();
		}
		return Math.max(known, epochMillis);
	}

	static long placeOf(UUID uid) {
		return ((uid.getMostSignificantBits() & 0xFFFL) << LOW_BITS)
				| ((uid.getLeastSignificantBits() >>> 32) & ((1L << LOW_BITS) - 1));
	}

	void add(TaskEntry entry) {
		long place = placeOf(entry.uid());
		Chunk chunk = chunkFor(place / CHUNK);
		entry.chunk = chunk;
		chunk.entries.set((int) (place % CHUNK), entry);
	}

	private Chunk chunkFor(long number) {
		Chunk chunk = this.newest;
		if (chunk.number != number) {
			chunk = this.chunks.computeIfAbsent(number, this::newChunk);
			this.newest = chunk;
		}
		return chunk;
	}

	private Chunk newChunk(long number) {
		Chunk chunk = new Chunk(number);
		this.inOrder.put(number, chunk);
		return chunk;
	}

	@Nullable TaskEntry find(UUID uid) {
		long place = placeOf(uid);
		Chunk chunk = chunkAt(place / CHUNK);
		TaskEntry entry = (chunk != null) ? chunk.entries.get((int) (place % CHUNK)) : null;
		return (entry != null && entry.uid().equals(uid)) ? entry : null;
	}

	/**
	 * Finds a task by the id that the host made of its uid, unless it gave that id away.
	 */
	@Nullable TaskEntry findGenerated(String taskId) {
		UUID uid = BackgroundTaskRecord.uidOfGeneratedId(taskId);
		TaskEntry entry = (uid != null) ? find(uid) : null;
		return (entry != null && entry.list != null && entry.record().hasGeneratedId()) ? entry : null;
	}

	private @Nullable Chunk chunkAt(long number) {
		Chunk chunk = this.newest;
		return (chunk.number == number) ? chunk : this.chunks.get(number);
	}

	/** Counts a task that was added and has ended. */
	void ended(TaskEntry entry) {
		Objects.requireNonNull(entry.chunk, "the task was not added").ended.incrementAndGet();
	}

	/**
	 * Gives a place up.
	 * @param entry the task, which is gone or never came
	 * @param ended whether it had ended before
	 */
	void release(TaskEntry entry, boolean ended) {
		long place = placeOf(entry.uid());
		Chunk chunk = (entry.chunk != null) ? entry.chunk : chunkFor(place / CHUNK);
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
	 * @param liveOnly whether chunks in which all have ended are passed over
	 * @param visitor returns whether to go on
	 */
	void scan(long after, boolean liveOnly, Predicate<TaskEntry> visitor) {
		long first = (after + 1) / CHUNK;
		for (Map.Entry<Long, Chunk> some : this.inOrder.tailMap(first).entrySet()) {
			Chunk chunk = some.getValue();
			int from = (chunk.number == first) ? (int) ((after + 1) % CHUNK) : 0;
			if ((!liveOnly || chunk.ended.get() < CHUNK) && !chunk.scan(from, visitor)) {
				return;
			}
		}
	}

	boolean isPlace(long place) {
		return place >= 0 && place < this.places.get();
	}

	/** A run of places. */
	static final class Chunk {

		private final long number;

		private final AtomicReferenceArray<@Nullable TaskEntry> entries = new AtomicReferenceArray<>(CHUNK);

		private final AtomicInteger ended = new AtomicInteger();

		private final AtomicInteger released = new AtomicInteger();

		Chunk(long number) {
			this.number = number;
		}

		boolean scan(int from, Predicate<TaskEntry> visitor) {
			for (int i = from; i < CHUNK; i++) {
				TaskEntry entry = this.entries.get(i);
				if (entry != null && !visitor.test(entry)) {
					return false;
				}
			}
			return true;
		}

	}

}
