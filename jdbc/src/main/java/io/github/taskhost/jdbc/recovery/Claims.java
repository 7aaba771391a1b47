package io.github.taskhost.jdbc.recovery;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import io.github.taskhost.jdbc.commit.UnknownCommits;
import io.github.taskhost.jdbc.read.DetailReads;
import io.github.taskhost.jdbc.recovery.Handing.Failure;
import io.github.taskhost.jdbc.recovery.UnresolvedTasks.Task;
import io.github.taskhost.jdbc.recovery.WaitingTasks.Claimed;
import io.github.taskhost.jdbc.recovery.WaitingTasks.Waiting;
import io.github.taskhost.jdbc.row.StoredRow;
import io.github.taskhost.jdbc.row.TaskRows;
import io.github.taskhost.jdbc.sql.WriterConnection;
import io.github.taskhost.spi.FreeTask;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims tasks without a worker for this node by rank, and gives them to the host. A task
 * that this node cannot run is left to other nodes and tried again after a back-off. If
 * no node has run it for a set time, the host ends it. Used by one thread.
 */
public final class Claims {

	private static final Logger log = LoggerFactory.getLogger(Claims.class);

	/** The largest number of tasks that are claimed and taken together. */
	private static final int TOGETHER = 100;

	/** The time after which a task is tried again that changed while it was claimed. */
	private static final Duration AFTER_MISS = Duration.ofSeconds(1);

	private final FreeTasks free;

	private final WaitingTasks waiting;

	private final TaskRows rows;

	private final DetailReads details;

	private final Handing handing;

	private final Backlog backlog;

	private final Delays delays = new Delays();

	private final Obstacles obstacles;

	private final UnknownCommits unknown;

	private final UnresolvedTasks unresolved;

	/**
	 * Creates claims.
	 * @param free the look for tasks without a worker
	 * @param waiting the tasks without a worker
	 * @param rows reads their records
	 * @param details reads the values that a task kept
	 * @param unknown the transactions of callers whose outcome is unknown
	 * @param unresolved the tasks that this node could not take
	 * @param backlog the kinds that this node has no room for
	 */
	public Claims(FreeTasks free, WaitingTasks waiting, TaskRows rows, DetailReads details, UnknownCommits unknown,
			UnresolvedTasks unresolved, Backlog backlog) {
		this.backlog = backlog;
		this.free = free;
		this.waiting = waiting;
		this.rows = rows;
		this.details = details;
		this.handing = new Handing(details);
		this.obstacles = new Obstacles(details);
		this.unknown = unknown;
		this.unresolved = unresolved;
	}

	/**
	 * Returns whether a task waits that this node may take: it is not in back-off here,
	 * and its kind is here and has room.
	 * @throws JournalUnavailableException if the database is away
	 */
	boolean isTaskWaiting(JournaledHost host) {
		Set<String> without = new HashSet<>(this.backlog.begin());
		Set<String> open = this.backlog.open(host);
		without.removeAll(open);
		without.addAll(this.obstacles.lacking());
		boolean exist = this.free.exist(without, (uid) -> this.delays.isOver(uid) && this.unresolved.isDue(uid));
		if (!exist) {
			this.backlog.replace(open, List.of());
		}
		return exist;
	}

	/**
	 * Claims the tasks without a worker that the host can run and has room for, until it
	 * is over. The kinds without room are left out for the rest of the round.
	 * @param connection the connection
	 * @param host the host
	 * @param over asked between claims
	 * @param meanwhile run between claims and while the host takes tasks
	 * @return whether a kind without room may have room by now
	 */
	public boolean claimAll(WriterConnection connection, JournaledHost host, BooleanSupplier over, Runnable meanwhile)
			throws SQLException {
		this.waiting.untaken(this.unknown.settle(connection.get()));
		this.waiting.giveBackUntaken(connection.get());
		this.unresolved.beginRound();
		this.obstacles.beginRound();
		this.delays.beginRound();
		Set<String> before = this.backlog.begin();
		Set<String> full = new HashSet<>();
		List<Waiting> batch = this.waiting.first(connection.get(), full);
		while (!batch.isEmpty() && !over.getAsBoolean()) {
			List<Waiting> due = batch.stream().filter(this::isDue).toList();
			for (int i = 0; i < due.size() && !over.getAsBoolean(); i += TOGETHER) {
				List<Waiting> some = due.subList(i, Math.min(due.size(), i + TOGETHER));
				offerWithRoom(connection, some, full, host, meanwhile);
			}
			batch = this.waiting.after(connection.get(), batch.getLast(), full);
		}
		boolean again = this.backlog.replace(before, full);
		this.waiting.keep(connection.get(), full);
		if (!over.getAsBoolean()) {
			this.unresolved.endRound();
			this.delays.endRound();
		}
		return again;
	}

	private boolean isDue(Waiting next) {
		return next.isOver() || this.delays.isOver(next.uid()) && this.unresolved.isDue(next.uid());
	}

	/**
	 * Offers tasks as long as there is room: delayed ones take none.
	 * @param full receives the kinds of the tasks that are left
	 */
	private void offerWithRoom(WriterConnection connection, List<Waiting> due, Set<String> full, JournaledHost host,
			Runnable meanwhile) throws SQLException {
		List<Waiting> left = new ArrayList<>(without(full, due));
		while (!left.isEmpty()) {
			Set<FreeTask> chosen = Set.copyOf(host.choose(left.stream().map(Waiting::task).toList()));
			if (chosen.isEmpty()) {
				left.forEach((next) -> full.add(next.task().kind()));
			}
			List<Waiting> some = left.stream().filter((next) -> chosen.contains(next.task())).toList();
			for (List<Waiting> part : this.waiting.parts(connection.get(), some)) {
				full.addAll(offer(connection.get(), without(full, part), host, meanwhile));
			}
			left.removeIf((next) -> chosen.contains(next.task()) || full.contains(next.task().kind()));
		}
	}

	private static List<Waiting> without(Set<String> full, List<Waiting> tasks) {
		return tasks.stream().filter((next) -> !full.contains(next.task().kind())).toList();
	}

	/**
	 * Offers tasks to the host.
	 * @return the kinds that have reached their limit for all nodes
	 */
	private Set<String> offer(Connection connection, List<Waiting> due, JournaledHost host, Runnable meanwhile)
			throws SQLException {
		Map<UUID, Waiting> byUid = new HashMap<>();
		due.forEach((next) -> byUid.put(next.uid(), next));
		List<StoredTask> runnable = new ArrayList<>();
		for (StoredRow row : this.waiting.rows(connection, byUid.keySet())) {
			StoredTask task = this.rows.read(row);
			String obstacle = this.obstacles.of(task, waitingOf(task, byUid).isNoted(), host);
			if (obstacle != null) {
				unresolved(connection, waitingOf(task, byUid), task, new Failure(obstacle, null), host);
			}
			else if (isDue(task, host)) {
				runnable.add(task);
			}
		}
		Claimed claimed = this.waiting.claim(connection, runnable, true, host::mostInCluster);
		take(connection, byUid, claimed.tasks(), host, meanwhile);
		claimed.missed().forEach((task) -> this.delays.add(task.record().uid(), AFTER_MISS));
		return claimed.beyond().stream().map((task) -> task.record().kind()).collect(Collectors.toSet());
	}

	/** A task of a kind that counts claims is claimed when it is due, others before. */
	private boolean isDue(StoredTask task, JournaledHost host) {
		if (host.mostInCluster(task.record().kind()) == Integer.MAX_VALUE) {
			return true;
		}
		Duration left = host.untilDue(task);
		if (left.isPositive()) {
			this.delays.add(task.record().uid(), left);
		}
		return !left.isPositive();
	}

	/** The nanoseconds until the next delayed task is due, at most a number. */
	long untilNextDue(long most) {
		return this.delays.untilNext(most);
	}

	private static Waiting waitingOf(StoredTask task, Map<UUID, Waiting> byUid) {
		return Objects.requireNonNull(byUid.get(task.record().uid()));
	}

	/** Gives tasks to the host, and gives back those that it could not take. */
	private void take(Connection connection, Map<UUID, Waiting> byUid, List<StoredTask> claimed, JournaledHost host,
			Runnable meanwhile) throws SQLException {
		Map<UUID, Failure> failures = this.handing.hand(claimed, host, this.waiting::taken, meanwhile);
		this.waiting.giveBackUntaken(connection);
		for (StoredTask task : claimed) {
			Waiting next = waitingOf(task, byUid);
			Failure failure = failures.get(next.uid());
			if (failure == null) {
				this.unresolved.resolved(next.uid());
			}
			else if (failure == Failure.AWAY) {
				log.debug("Task {} was not taken, since the database was away", next.uid());
			}
			else if (failure.exception() != null) {
				failed(task, failure);
			}
			else {
				unresolved(connection, next, task, failure, host);
			}
		}
	}

	private void unresolved(Connection connection, Waiting next, StoredTask task, Failure failure, JournaledHost host)
			throws SQLException {
		if (next.isOver()) {
			end(connection, task, failure.reason(), host);
			return;
		}
		failed(task, failure);
		if (!next.isNoted()) {
			this.waiting.note(connection, next.uid());
		}
	}

	private void end(Connection connection, StoredTask task, String reason, JournaledHost host) throws SQLException {
		if (this.waiting.claim(connection, List.of(task), false, (kind) -> Integer.MAX_VALUE).tasks().isEmpty()) {
			return;
		}
		UUID uid = task.record().uid();
		try {
			host.end(task, this.details.readable(uid), reason);
			this.waiting.taken(uid);
			this.unresolved.resolved(uid);
		}
		catch (RuntimeException ex) {
			failed(task, new Failure("It could not be ended: " + ex.getMessage(), ex));
			this.waiting.giveBackUntaken(connection);
		}
	}

	private void failed(StoredTask task, Failure failure) {
		this.unresolved.failed(new Task(task.record().uid(), task.record().kind()), failure.reason(),
				failure.exception());
	}

}
