package io.github.taskhost.local.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.commit.CurrentPhase;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.spi.TaskJournal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waits of this host for the ends of tasks that other hosts have. One thread asks the
 * journal for all of them, {@value #BATCH} tasks in a statement, at most every 500 ms; it
 * ends with the last wait. The number of watched tasks is bounded by the number of
 * waiting threads and of stages that callers have asked for.
 *
 * <p>
 * <b>Synchronisation.</b> A wait is added to {@code waits} before {@code watching} is
 * read; the thread clears {@code watching} before it looks whether a wait is left. So
 * either the thread sees the wait, or the wait starts another thread.
 */
public final class EndWatch {

	private static final Logger log = LoggerFactory.getLogger(EndWatch.class);

	/** The largest number of tasks that a statement asks for. */
	static final int BATCH = 1000;

	private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

	private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

	private final Map<UUID, Wait> waits = new ConcurrentHashMap<>();

	private final AtomicBoolean watching = new AtomicBoolean();

	private final @Nullable TaskJournal journal;

	private final TaskLookup lookup;

	private final CurrentPhase phase;

	/**
	 * Creates a watch.
	 * @param journal the journal, or {@code null} for a host in memory
	 */
	public EndWatch(@Nullable TaskJournal journal, TaskLookup lookup, CurrentPhase phase) {
		this.journal = journal;
		this.lookup = lookup;
		this.phase = phase;
	}

	/**
	 * A future that completes when a task has ended, was removed, or has come to this
	 * host. All waits for a task share it. A wait that ends earlier must {@link #leave}.
	 */
	public CompletableFuture<UUID> over(UUID uid) {
		TaskJournal store = this.journal;
		if (store == null) {
			return CompletableFuture.completedFuture(uid);
		}
		Wait wait = this.waits.compute(uid,
				(key, present) -> (present != null) ? present.shared() : new Wait(new CompletableFuture<>(), 1));
		if (this.watching.compareAndSet(false, true)) {
			start(store);
		}
		return wait.over();
	}

	/**
	 * A future like that of {@link #over(UUID)}, whose wait ends earlier when another
	 * future completes.
	 * @param left completes when its user does not wait any more
	 */
	public CompletableFuture<UUID> over(UUID uid, CompletableFuture<?> left) {
		CompletableFuture<UUID> over = over(uid);
		var unused = left.whenComplete((value, failure) -> leave(uid, over));
		return over;
	}

	private void start(TaskJournal store) {
		boolean started = false;
		try {
			// bodies may occupy all carriers of virtual threads
			Thread.ofPlatform()
				.daemon()
				.name("taskhost-await")
				.inheritInheritableThreadLocals(false)
				.start(() -> watch(store));
			started = true;
		}
		finally {
			if (!started) {
				this.watching.set(false);
			}
		}
	}

	/** Ends a wait for a task. */
	public void leave(UUID uid, CompletableFuture<UUID> over) {
		this.waits.computeIfPresent(uid, (key, present) -> (present.over() == over) ? present.left() : present);
	}

	private void watch(TaskJournal store) {
		Duration pause = FIRST_PAUSE;
		do {
			while (!this.waits.isEmpty()) {
				LockSupport.parkNanos(pause.toNanos());
				pause = (pause.compareTo(LONGEST_PAUSE) < 0) ? pause.multipliedBy(2) : LONGEST_PAUSE;
				lookSafely(store);
			}
			this.watching.set(false);
		}
		while (!this.waits.isEmpty() && this.watching.compareAndSet(false, true));
	}

	private void lookSafely(TaskJournal store) {
		try {
			look(store);
		}
		catch (JournalUnavailableException ex) {
			log.debug("The ends of tasks of other hosts are not known, since the database is away", ex);
			if (!this.phase.takesWork()) {
				fail(ex);
			}
		}
		catch (RuntimeException ex) {
			fail(ex);
		}
		catch (Error ex) {
			log.error("A look for the ends of tasks of other hosts failed and is repeated", LogSafe.of(ex));
		}
	}

	private void fail(RuntimeException ex) {
		for (UUID uid : List.copyOf(this.waits.keySet())) {
			Wait wait = this.waits.remove(uid);
			if (wait != null) {
				wait.over().completeExceptionally(ex);
			}
		}
	}

	private void look(TaskJournal store) {
		List<UUID> uids = new ArrayList<>(this.waits.keySet());
		for (int from = 0; from < uids.size(); from += BATCH) {
			List<UUID> some = uids.subList(from, Math.min(uids.size(), from + BATCH));
			Set<UUID> live = store.live(some);
			some.stream().filter((uid) -> !live.contains(uid) || this.lookup.find(uid) != null).forEach(this::complete);
		}
	}

	private void complete(UUID uid) {
		Wait wait = this.waits.remove(uid);
		if (wait != null) {
			wait.over().complete(uid);
		}
	}

	/**
	 * The waits for a task.
	 *
	 * @param over completes when they are over
	 * @param users their number
	 */
	private record Wait(CompletableFuture<UUID> over, int users) {

		Wait shared() {
			return new Wait(this.over, this.users + 1);
		}

		@Nullable Wait left() {
			return (this.users > 1) ? new Wait(this.over, this.users - 1) : null;
		}

	}

}
