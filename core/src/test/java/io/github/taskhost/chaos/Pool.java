package io.github.taskhost.chaos;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;

import org.jspecify.annotations.Nullable;

/** The newest of many objects, from which threads pick. */
final class Pool<T> {

	private final AtomicReferenceArray<@Nullable T> places;

	private final AtomicInteger next = new AtomicInteger();

	Pool(int size) {
		this.places = new AtomicReferenceArray<>(size);
	}

	void add(T object) {
		this.places.set(Math.floorMod(this.next.getAndIncrement(), this.places.length()), object);
	}

	/** Returns one of the objects, or {@code null} when the place is empty. */
	@Nullable T pick(RandomGenerator random) {
		return this.places.get(random.nextInt(this.places.length()));
	}

	void clear() {
		for (int i = 0; i < this.places.length(); i++) {
			this.places.set(i, null);
		}
	}

}
