package io.github.taskhost.local.group;

import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.remote.EndWatch;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches tasks that this process does not have, for the tasks here that wait for their
 * ends. Each task is watched once, whatever the number of tasks that wait for it. Ends
 * are read from the store by one helper thread at a time.
 *
 * <p>
 * <b>Synchronisation.</b> A uid is in {@code seen} before {@code reading} is read; the
 * helper clears {@code reading} before it looks whether a uid is left.
 */
final class EndsElsewhere {

	private static final Logger log = LoggerFactory.getLogger(EndsElsewhere.class);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final Map<UUID, CompletableFuture<UUID>> watched = new ConcurrentHashMap<>();

	/** The watched tasks that are not live in the store any more. */
	private final Queue<UUID> seen = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean reading = new AtomicBoolean();

	private final EndWatch watch;

	private final TaskLookup lookup;

	private final KnownTasks known;

	private final Alarms alarms;

	private final HostThreads threads;

	private final Predicate<UUID> awaited;

	private final BiConsumer<UUID, @Nullable BackgroundTaskState> over;

	/**
	 * Creates a watch.
	 * @param awaited whether a task here still waits for a task
	 * @param over receives the tasks that are not live any more, with the state in which
	 * they ended; {@code null} for removed ones
	 */
	EndsElsewhere(EndWatch watch, TaskLookup lookup, KnownTasks known, Alarms alarms, HostThreads threads,
			Predicate<UUID> awaited, BiConsumer<UUID, @Nullable BackgroundTaskState> over) {
		this.watch = watch;
		this.lookup = lookup;
		this.known = known;
		this.alarms = alarms;
		this.threads = threads;
		this.awaited = awaited;
		this.over = over;
	}

	/** Watches a task that this process does not have, unless it is watched already. */
	void watch(UUID uid) {
		CompletableFuture<UUID> future = this.watch.over(uid);
		if (this.watched.putIfAbsent(uid, future) != null) {
			this.watch.leave(uid, future);
			return;
		}
		boolean here = future.isDone(); // as it always is in a host without a store
		var unused = future.whenComplete((value, failure) -> {
			this.watched.remove(uid, future);
			if (here) {
				read(uid);
			}
			else if (failure != null) {
				this.alarms.after(PAUSE, () -> watchAgain(uid));
			}
			else {
				readLater(uid);
			}
		});
	}

	private void watchAgain(UUID uid) {
		if (this.awaited.test(uid)) {
			watch(uid);
		}
	}

	/** Ends the watch of a task for which no task waits any more. */
	void leave(UUID uid) {
		CompletableFuture<UUID> future = this.watched.remove(uid);
		if (future != null) {
			this.watch.leave(uid, future);
		}
	}

	private void readLater(UUID uid) {
		this.seen.add(uid);
		if (this.reading.compareAndSet(false, true)) {
			boolean started = false;
			try {
				this.threads.executeOnPlatform(this::readAll);
				started = true;
			}
			finally {
				if (!started) {
					this.reading.set(false);
				}
			}
		}
	}

	private void readAll() {
		do {
			for (UUID uid = this.seen.poll(); uid != null; uid = this.seen.poll()) {
				read(uid);
			}
			this.reading.set(false);
		}
		while (!this.seen.isEmpty() && this.reading.compareAndSet(false, true));
	}

	/** Reads the end of a task; a task that is live elsewhere is watched again. */
	private void read(UUID uid) {
		try {
			LocalTask task = this.awaited.test(uid) ? this.known.find(uid) : null;
			if (task == null || task.isOver()) {
				this.over.accept(uid, (task != null) ? endOf(task) : null);
			}
			else if (this.lookup.find(uid) == null) {
				watch(uid);
			}
		}
		catch (RuntimeException ex) {
			log.debug("The end of task {}, for which others wait, is read later", uid, LogSafe.of(ex));
			this.alarms.after(PAUSE, () -> readLater(uid));
		}
	}

	private static @Nullable BackgroundTaskState endOf(LocalTask task) {
		BackgroundTaskState state = task.record().state();
		return state.isTerminal() ? state : null;
	}

}
