package io.github.taskhost.autoconfigure.metrics;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Which kinds are tag values of their own: the first ones up to a bound. The others share
 * one, so that a tag has a bounded number of values.
 */
final class KindTags {

	static final String OTHER = "_other";

	private final int limit;

	private final AtomicInteger admitted = new AtomicInteger();

	private final Set<String> own = ConcurrentHashMap.newKeySet();

	private final List<Consumer<String>> onAdmitted = new CopyOnWriteArrayList<>();

	KindTags(int limit) {
		this.limit = limit;
	}

	/** The tag value of a kind, which gets one of its own while there is room. */
	String tag(String kind) {
		return (this.own.contains(kind) || admit(kind)) ? kind : OTHER;
	}

	boolean hasOwn(String kind) {
		return this.own.contains(kind);
	}

	/** Tells of every kind that has a tag value of its own, now and later; some twice. */
	void forEach(Consumer<String> action) {
		this.onAdmitted.add(action);
		this.own.forEach(action);
	}

	private boolean admit(String kind) {
		if (this.admitted.get() >= this.limit) {
			return false;
		}
		if (this.admitted.incrementAndGet() > this.limit) {
			this.admitted.decrementAndGet();
			return this.own.contains(kind);
		}
		if (this.own.add(kind)) {
			this.onAdmitted.forEach((action) -> action.accept(kind));
		}
		else {
			this.admitted.decrementAndGet();
		}
		return true;
	}

}
