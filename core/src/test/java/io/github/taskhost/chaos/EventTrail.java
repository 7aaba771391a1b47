package io.github.taskhost.chaos;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.WakeReason;
import org.jspecify.annotations.Nullable;

/** A listener that keeps the events of each task in the order of their delivery. */
final class EventTrail implements BackgroundTaskListener {

	private final Map<UUID, Trail> trails = new ConcurrentHashMap<>();

	private final Map<UUID, LongAdder> wakes = new ConcurrentHashMap<>();

	private final Findings findings;

	EventTrail(Findings findings) {
		this.findings = findings;
	}

	@Override
	public void onEvent(BackgroundTaskEvent event) {
		Trail trail = this.trails.computeIfAbsent(event.record().uid(), (uid) -> new Trail());
		Thread other = trail.deliverer.getAndSet(Thread.currentThread());
		if (other != null) {
			this.findings.add("two threads deliver events of one task at once: %s", event);
		}
		trail.events.add(event);
		trail.deliverer.set(null);
	}

	@Override
	public void onWake(SessionWake wake) {
		if (wake.reason() == WakeReason.ENDED) {
			this.wakes.computeIfAbsent(wake.uid(), (uid) -> new LongAdder()).increment();
		}
	}

	/** The events by uid. */
	Map<UUID, List<BackgroundTaskEvent>> all() {
		Map<UUID, List<BackgroundTaskEvent>> all = new HashMap<>();
		this.trails.forEach((uid, trail) -> all.put(uid, List.copyOf(trail.events)));
		return all;
	}

	/** Whether the first known event of a task was delivered in an earlier round. */
	boolean isCarried(UUID uid) {
		Trail trail = this.trails.get(uid);
		return trail != null && trail.carried;
	}

	long wakesOf(UUID uid) {
		LongAdder count = this.wakes.get(uid);
		return (count != null) ? count.sum() : 0;
	}

	/** Keeps only the last event of each task that has a record. */
	void forget() {
		this.trails.values().removeIf((trail) -> trail.last() instanceof BackgroundTaskEvent.Removed);
		this.trails.values().forEach(Trail::keepLast);
		this.wakes.clear();
	}

	void clear() {
		this.trails.clear();
	}

	private static final class Trail {

		private final Queue<BackgroundTaskEvent> events = new ConcurrentLinkedQueue<>();

		private final AtomicReference<@Nullable Thread> deliverer = new AtomicReference<>();

		private boolean carried;

		private @Nullable BackgroundTaskEvent last() {
			BackgroundTaskEvent last = null;
			for (BackgroundTaskEvent event : this.events) {
				last = event;
			}
			return last;
		}

		private void keepLast() {
			while (this.events.size() > 1) {
				this.events.poll();
			}
			this.carried = true;
		}

	}

}
