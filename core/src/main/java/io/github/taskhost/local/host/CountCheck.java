package io.github.taskhost.local.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.body.Attempt;
import io.github.taskhost.local.body.StartQueue;
import io.github.taskhost.local.body.UnresponsiveThreads;
import io.github.taskhost.local.commit.AdmissionCounter;
import io.github.taskhost.local.commit.Counters;
import io.github.taskhost.local.commit.RecordWalk;
import io.github.taskhost.local.commit.Retention;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.kind.Kinds;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the counters of an idle host with its records. A look walks the records twice
 * and reads the counters in between; it is quiet if both walks found the same versions of
 * the same records and no admission was under way. A counter is corrected if two quiet
 * looks in a row found the same records and the same difference: the host was idle
 * between them, so no change is half counted. The counters of a host that is never idle,
 * or has more records than one look visits, are not compared.
 *
 * <p>
 * The number of used slots is only lowered, and only while no thread outlives the end of
 * its record: such a thread may hold a slot that no record shows.
 */
public final class CountCheck {

	private static final Logger log = LoggerFactory.getLogger(CountCheck.class);

	private final Kinds kinds;

	private final AdmissionCounter admitted;

	private final Retention retention;

	private final Counters counters;

	private final Sessions sessions;

	private final StartQueue slots;

	private final UnresponsiveThreads unresponsive;

	private final TaskLookup lookup;

	private final BackgroundTaskMetricsRecorder metrics;

	/** The first walk of the look. */
	private RecordWalk first = new RecordWalk(false);

	/** The last look if it was quiet. */
	private @Nullable Look last;

	/** The kinds with fewer used slots than the records show, which were logged. */
	private Set<String> tooFew = new HashSet<>();

	public CountCheck(Kinds kinds, AdmissionCounter admitted, Retention retention, Counters counters, Sessions sessions,
			StartQueue slots, UnresponsiveThreads unresponsive, TaskLookup lookup,
			BackgroundTaskMetricsRecorder metrics) {
		this.kinds = kinds;
		this.admitted = admitted;
		this.retention = retention;
		this.counters = counters;
		this.sessions = sessions;
		this.slots = slots;
		this.unresponsive = unresponsive;
		this.lookup = lookup;
		this.metrics = metrics;
	}

	/** Begins the first walk of a look. */
	void begin() {
		this.first = new RecordWalk(this.last != null && this.last.sessions() != 0);
	}

	/** Counts a record in the first walk. */
	void visit(LocalTask task) {
		visit(task, this.first);
	}

	private static void visit(LocalTask task, RecordWalk walk) {
		SlotQueue.Slot<LocalTask> slot = (task.body() instanceof Attempt attempt) ? attempt.slot() : null;
		walk.visit(task, (slot != null && slot.isUsed()) ? slot.queue() : null);
	}

	/**
	 * Ends the first walk of a look.
	 * @param complete whether it has visited all records
	 */
	void end(boolean complete) {
		Look before = this.last;
		RecordWalk walk = this.first;
		this.last = null;
		this.first = new RecordWalk(false);
		if (complete) {
			compare(before, walk);
		}
	}

	/**
	 * Walks a second time. The counters are read before and after, since a refused
	 * admission changes them for a moment and no record.
	 */
	private void compare(@Nullable Look before, RecordWalk walk) {
		List<Counted> counted = counted(walk);
		Map<Session, Long> words = new HashMap<>();
		Look now = look(walk, counted, words);
		RecordWalk second = new RecordWalk(false);
		boolean all = this.lookup.visit(-1, walk.visited() + 1, (task) -> visit(task, second)) < 0;
		if (now == null || !all || !second.foundTheSameAs(walk)
				|| !now.equals(look(walk, counted(walk), new HashMap<>()))) {
			return;
		}
		this.last = now;
		if (before != null && before.hash() == now.hash()) {
			counted.forEach((one) -> correct(one, before, now));
			correctSessions(before, now, words, walk.bySession());
			WorkRules.observedStates().forEach((state) -> removeStale(state, before, now));
		}
	}

	/** Reads the counters; returns {@code null} while an admission is under way. */
	private @Nullable Look look(RecordWalk walk, List<Counted> counted, Map<Session, Long> words) {
		Map<BackgroundTaskState, Set<UUID>> stale = new HashMap<>();
		WorkRules.observedStates().forEach((state) -> stale.put(state, this.counters.stale(state, this.lookup::find)));
		long hash = 0;
		for (Session session : this.sessions.all()) {
			long word = session.word();
			if (Session.isAdmitting(word)) {
				return null;
			}
			hash += Session.live(word) * RecordWalk.hash(session.id());
			if (walk.bySession() != null) {
				words.put(session, word);
			}
		}
		return new Look(walk.hash(), differences(counted), hash - walk.sessions(), stale);
	}

	private static Map<String, Integer> differences(List<Counted> all) {
		Map<String, Integer> differences = new HashMap<>();
		for (Counted counted : all) {
			if (counted.seen() != counted.value()) {
				differences.put(counted.name(), counted.seen() - counted.value());
			}
		}
		return differences;
	}

	private void correct(Counted counted, Look before, Look now) {
		Integer difference = now.differences().get(counted.name());
		if (difference != null && difference.equals(before.differences().get(counted.name()))) {
			counted.correct().accept(difference);
		}
	}

	private void repaired(String name, int difference) {
		log.error("Repair of {}: it disagreed with the records by {}", name, difference);
		this.metrics.repaired(HostRepair.COUNTER);
	}

	private List<Counted> counted(RecordWalk walk) {
		List<Counted> all = new ArrayList<>();
		add(all, "the number of live tasks", this.admitted.live(), walk.live(), this.admitted::correctLive);
		add(all, "the number of retained records", this.retention.counted(), walk.ended(), this.retention::correct);
		for (String name : this.kinds.names()) {
			addKind(all, this.kinds.of(name), walk);
		}
		return all;
	}

	private void addKind(List<Counted> all, Kind kind, RecordWalk walk) {
		for (BackgroundTaskState state : WorkRules.liveStates()) {
			LongAdder adder = kind.live(state);
			add(all, "the number of tasks of kind " + kind.name() + " in " + state, adder.intValue(), walk.seen(adder),
					adder::add);
		}
		SlotQueue<LocalTask> queue = this.slots.of(kind);
		if (queue != null && this.unresponsive.areNone()) {
			String name = "the number of used slots of kind " + kind.name();
			all.add(new Counted(name, queue.used(), walk.seen(queue),
					(difference) -> correctSlots(name, queue, difference)));
		}
	}

	private void add(List<Counted> all, String name, int value, int seen, IntConsumer correct) {
		all.add(new Counted(name, value, seen, (difference) -> {
			correct.accept(difference);
			repaired(name, difference);
		}));
	}

	private void correctSlots(String name, SlotQueue<LocalTask> queue, int difference) {
		if (difference < 0) {
			repaired(name, difference);
			this.slots.serve(queue.correct(difference));
		}
		else if (this.tooFew.add(name)) {
			log.error("{} is lower than the records show, by {}; it is not corrected, and more bodies may run at once",
					name, difference);
		}
	}

	/** Corrects each session whose word has not changed since it was read. */
	private void correctSessions(Look before, Look now, Map<Session, Long> words,
			@Nullable Map<String, Integer> bySession) {
		if (now.sessions() == 0 || before.sessions() != now.sessions() || bySession == null) {
			return;
		}
		bySession.keySet().forEach((id) -> words.computeIfAbsent(this.sessions.of(id), Session::word));
		words.forEach((session, word) -> {
			int live = bySession.getOrDefault(session.id(), 0);
			if (Session.live(word) != live && session.correct(word, live)) {
				repaired("the number of live tasks of session " + session.id(), live - Session.live(word));
				this.sessions.tidy(session.id());
			}
		});
	}

	/** Removes the tasks that both looks found; a task that is being inserted is new. */
	private void removeStale(BackgroundTaskState state, Look before, Look now) {
		Set<UUID> stale = new HashSet<>(now.staleIn(state));
		stale.retainAll(before.staleIn(state));
		if (!stale.isEmpty()) {
			this.counters.removeStale(state, stale, this.lookup::find);
			repaired("the age of the oldest task in " + state, stale.size());
		}
	}

	/**
	 * A counter.
	 *
	 * @param name its name
	 * @param value its value
	 * @param seen the number of visited records that it should count
	 * @param correct corrects it by a difference
	 */
	private record Counted(String name, int value, int seen, IntConsumer correct) {
	}

	/**
	 * The findings of a quiet look.
	 *
	 * @param hash the hash of the records
	 * @param differences the differences by the names of the counters
	 * @param sessions the difference of the hashes of live tasks by session
	 * @param stale the queued tasks that are not in their state
	 */
	private record Look(long hash, Map<String, Integer> differences, long sessions,
			Map<BackgroundTaskState, Set<UUID>> stale) {

		Set<UUID> staleIn(BackgroundTaskState state) {
			return this.stale.getOrDefault(state, Set.of());
		}

	}

}
