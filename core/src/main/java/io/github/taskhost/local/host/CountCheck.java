package io.github.taskhost.local.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.body.Attempt;
import io.github.taskhost.local.body.StartQueue;
import io.github.taskhost.local.commit.AdmissionCounter;
import io.github.taskhost.local.commit.Counters;
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
 * Compares the counters of a host with its records. A look counts the records while it
 * visits them; it is quiet if no counter changed meanwhile. A counter is corrected when
 * two quiet looks in a row found the same difference. The counters of a host that is
 * never quiet, or has more records than one look visits, are not compared.
 */
public final class CountCheck {

	private static final Logger log = LoggerFactory.getLogger(CountCheck.class);

	private static final String SESSIONS = "the number of live tasks of the sessions";

	private static final List<BackgroundTaskState> OLDEST = List.of(BackgroundTaskState.PENDING,
			BackgroundTaskState.WAITING);

	private final Kinds kinds;

	private final AdmissionCounter admitted;

	private final Retention retention;

	private final Counters counters;

	private final Sessions sessions;

	private final StartQueue slots;

	private final TaskLookup lookup;

	private final BackgroundTaskMetricsRecorder metrics;

	/** The counters before the look. */
	private List<Integer> before = List.of();

	private int live;

	private int ended;

	/** The visited records by kind and state, and the used slots by queue. */
	private Map<Object, Integer> seen = new HashMap<>();

	/**
	 * The visited live records by session; counted only after a look at which the
	 * sessions disagreed.
	 */
	private Map<String, Integer> bySession = new HashMap<>();

	private boolean sessionsDiffer;

	/** The differences that the last look found. */
	private Map<String, Integer> differences = new HashMap<>();

	public CountCheck(Kinds kinds, AdmissionCounter admitted, Retention retention, Counters counters, Sessions sessions,
			StartQueue slots, TaskLookup lookup, BackgroundTaskMetricsRecorder metrics) {
		this.kinds = kinds;
		this.admitted = admitted;
		this.retention = retention;
		this.counters = counters;
		this.sessions = sessions;
		this.slots = slots;
		this.lookup = lookup;
		this.metrics = metrics;
	}

	/** Begins a look. */
	void begin() {
		this.live = 0;
		this.ended = 0;
		this.seen = new HashMap<>();
		this.bySession = new HashMap<>();
		this.before = values(all());
	}

	/** Counts a record. */
	void visit(LocalTask task) {
		BackgroundTaskState state = task.record().state();
		if (state.isTerminal()) {
			this.ended++;
		}
		else {
			this.live++;
			count(task.kind().live(state));
			if (this.sessionsDiffer) {
				this.bySession.merge(task.record().sessionId(), 1, Integer::sum);
			}
		}
		SlotQueue.Slot<LocalTask> slot = (task.body() instanceof Attempt attempt) ? attempt.slot() : null;
		if (slot != null && slot.isUsed()) {
			count(slot.queue());
		}
	}

	private void count(Object what) {
		this.seen.merge(what, 1, Integer::sum);
	}

	private int seen(Object what) {
		return this.seen.getOrDefault(what, 0);
	}

	/**
	 * Ends a look.
	 * @param complete whether it has visited all records
	 */
	void end(boolean complete) {
		OLDEST.forEach(this::removeStale);
		List<Counted> all = complete ? all() : List.of();
		if (complete && values(all).equals(this.before)) {
			Map<String, Integer> last = this.differences;
			this.differences = new HashMap<>();
			this.sessionsDiffer = false;
			all.forEach((counted) -> compare(counted, last.get(counted.name())));
		}
		this.seen = new HashMap<>();
		this.bySession = new HashMap<>();
	}

	private void removeStale(BackgroundTaskState state) {
		int removed = this.counters.removeStale(state, this.lookup::find);
		if (removed > 0) {
			repaired("the age of the oldest task in " + state, removed);
		}
	}

	private void compare(Counted counted, @Nullable Integer last) {
		int difference = counted.seen() - counted.value();
		if (difference != 0 && last != null && last == difference) {
			counted.correct().accept(difference);
			repaired(counted.name(), difference);
		}
		else if (difference != 0) {
			this.differences.put(counted.name(), difference);
			this.sessionsDiffer |= counted.name().equals(SESSIONS);
		}
	}

	private void repaired(String name, int difference) {
		log.error("Repair of {}: it disagreed with the records by {}", name, difference);
		this.metrics.repaired(HostRepair.COUNTER);
	}

	private static List<Integer> values(List<Counted> all) {
		return all.stream().map(Counted::value).toList();
	}

	private List<Counted> all() {
		List<Counted> all = new ArrayList<>();
		all.add(new Counted("the number of live tasks", this.admitted.live(), this.live, this.admitted::correctLive));
		all.add(new Counted("the number of retained records", this.retention.counted(), this.ended,
				this.retention::correct));
		for (String name : this.kinds.names()) {
			addKind(all, this.kinds.of(name));
		}
		all.add(new Counted(SESSIONS, sessionsLive(), this.live, (difference) -> correctSessions()));
		return all;
	}

	private void addKind(List<Counted> all, Kind kind) {
		for (BackgroundTaskState state : WorkRules.liveStates()) {
			LongAdder adder = kind.live(state);
			all.add(new Counted("the number of tasks of kind " + kind.name() + " in " + state, adder.intValue(),
					seen(adder), adder::add));
		}
		SlotQueue<LocalTask> queue = this.slots.of(kind);
		if (queue != null) {
			all.add(new Counted("the number of used slots of kind " + kind.name(), queue.used(), seen(queue),
					(difference) -> this.slots.serve(queue.correct(difference))));
		}
	}

	private int sessionsLive() {
		int sum = 0;
		for (Session session : this.sessions.all()) {
			sum += Session.live(session.word());
		}
		return sum;
	}

	private void correctSessions() {
		for (Session session : this.sessions.all()) {
			int difference = Session.live(session.word()) - this.bySession.getOrDefault(session.id(), 0);
			if (difference != 0) {
				session.left(difference);
				this.sessions.tidy(session.id());
			}
		}
	}

	/**
	 * A counter.
	 *
	 * @param name its name
	 * @param value its value
	 * @param seen the number of visited records that it should count
	 * @param correct adds to it
	 */
	private record Counted(String name, int value, int seen, IntConsumer correct) {
	}

}
