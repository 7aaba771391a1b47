package io.github.taskhost.autoconfigure.metrics;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.springframework.aop.framework.AopInfrastructureBean;

/**
 * Maps kinds to values of the tag {@code kind}. Defined kinds have separate values. Of
 * the others, the first up to a limit have separate values too; all later kinds share
 * {@value #OTHER}, so that the number of values is bounded. Safe for use by many threads.
 */
final class KindTags implements AopInfrastructureBean {

	static final String OTHER = "_other";

	private final int limit;

	private final AtomicInteger admitted = new AtomicInteger();

	private final Set<String> own = ConcurrentHashMap.newKeySet();

	private final List<Consumer<String>> onAdmitted = new CopyOnWriteArrayList<>();

	KindTags(int limit) {
		this.limit = limit;
	}

	/** Returns the tag value of a kind, and admits the kind while there is room. */
	String tag(String kind) {
		return (this.own.contains(kind) || admit(kind)) ? kind : OTHER;
	}

	/** Gives a kind a separate value, which does not count towards the limit. */
	void define(String kind) {
		if (this.own.add(kind)) {
			this.onAdmitted.forEach((action) -> action.accept(kind));
		}
	}

	boolean hasOwn(String kind) {
		return this.own.contains(kind);
	}

	/**
	 * Calls the action with each admitted kind, present and future. A kind that is
	 * admitted during the call may be passed twice.
	 */
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
