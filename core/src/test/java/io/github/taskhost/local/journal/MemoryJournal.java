package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionPage;
import io.github.taskhost.event.SessionSummary;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.internal.name.Uids;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalReport;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredPage;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.StoredTaskCounts;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A journal that keeps the rules of the interface in memory, so that a test can act
 * between the decision and the commit of a change, lose the process, and look at what is
 * stored. A new start of a host goes on with what the last one has left.
 */
public class MemoryJournal implements TaskJournal {

	private final Map<UUID, Row> rows;

	private final List<SessionWake> wakes;

	private final int starts;

	/** The notices that wait, of all starts. */
	private final List<Waiting> inbox;

	private volatile @Nullable JournaledHost host;

	private volatile boolean shared;

	private volatile boolean lost;

	/** Creates an empty journal for the first start of a host. */
	public MemoryJournal() {
		this(Collections.synchronizedMap(new TreeMap<>(Uids::compare)), new CopyOnWriteArrayList<>(),
				new CopyOnWriteArrayList<>(), 1);
	}

	private MemoryJournal(Map<UUID, Row> rows, List<SessionWake> wakes, List<Waiting> inbox, int starts) {
		this.rows = rows;
		this.wakes = wakes;
		this.inbox = inbox;
		this.starts = starts;
	}

	/** Creates the journal of another host beside that of a first one. */
	MemoryJournal(MemoryJournal beside) {
		this(beside.rows, beside.wakes, beside.inbox, beside.starts + 1);
		this.shared = true;
		beside.shared = true;
	}

	/** The journal for the next start of a host, with all that is stored. */
	public MemoryJournal forNextStart() {
		return new MemoryJournal(this.rows, this.wakes, this.inbox, this.starts + 1);
	}

	@Override
	public boolean isShared() {
		return this.shared;
	}

	@Override
	public Set<UUID> live(Collection<UUID> uids) {
		synchronized (this.rows) {
			return uids.stream().filter((uid) -> {
				Row row = this.rows.get(uid);
				return row != null && !row.isEnded();
			}).collect(Collectors.toSet());
		}
	}

	/** Gives the notices that wait for this start to its host. */
	void drain() {
		List<Waiting> mine = this.inbox.stream().filter((waiting) -> waiting.worker().equals(workerId())).toList();
		for (Waiting waiting : mine) {
			this.inbox.remove(waiting);
			if (this.host != null) {
				this.host.changed(waiting.uid(), find(waiting.uid()), details(waiting.uid()),
						List.of(waiting.notice()));
			}
		}
	}

	/** Leaves a notice for the worker that has a task, or that has asked. */
	private boolean isTold(JournalChange change) {
		Row row = this.rows.get(change.uid());
		if (change.notice() == null || row == null) {
			return false;
		}
		List<String> workers = new ArrayList<>();
		if (change.notice() instanceof TaskNotice.Inspected inspected) {
			workers.add(inspected.asker());
		}
		else if (row.isEnded() && !(change.notice() instanceof TaskNotice.Inspect)) {
			for (int start = 1; start <= this.starts; start++) {
				workers.add("worker_" + start);
			}
		}
		else if (!row.isEnded() && row.worker != null) {
			workers.add(row.worker);
		}
		workers.remove(workerId());
		workers.forEach((worker) -> this.inbox.add(new Waiting(worker, change.uid(), change.notice())));
		return !workers.isEmpty();
	}

	@Override
	public String workerId() {
		return "worker_" + this.starts;
	}

	@Override
	public void start(JournaledHost host) {
		this.host = host;
		List<Row> left = List.copyOf(this.rows.values())
			.stream()
			.filter((row) -> !row.isEnded() && row.isLeft(workerId()))
			.toList();
		left.forEach((row) -> takeOver(host, row));
	}

	private void takeOver(JournaledHost host, Row left) {
		JournalChange.Changed next = host.lost(left.task());
		if (next != null) {
			requireStored(commit(List.of(next), Patience.UNBOUNDED));
			host.publish(next.events());
		}
		Row row = this.rows.get(left.uid());
		row.recoveries += (next != null && left.worker != null) ? 1 : 0;
		row.worker = null;
		if (host.obstacle(row.task()) == null) {
			row.worker = workerId();
			host.take(row.task(), details(row.uid()));
		}
	}

	private static void requireStored(JournalResult result) {
		if (result != JournalResult.Stored.STORED) {
			throw new IllegalStateException(result.toString());
		}
	}

	/** Whether a live task has no worker. */
	synchronized boolean isFree(UUID uid) {
		return this.rows.get(uid).worker == null;
	}

	/** Gives a task without a worker to this start, if it is live. */
	synchronized boolean claim(UUID uid) {
		Row row = this.rows.get(uid);
		boolean free = row.worker == null && !row.isEnded();
		if (free) {
			row.worker = workerId();
		}
		return free;
	}

	/** Stores nothing more, as if the process of the host had ended. */
	public void lose() {
		this.lost = true;
	}

	private void requireAlive() {
		if (this.lost) {
			throw new JournalUnavailableException("The process of " + workerId() + " is lost.", null);
		}
	}

	@Override
	public JournalResult commit(List<JournalChange> changes, Patience patience) {
		synchronized (this.rows) {
			return commit(changes);
		}
	}

	private JournalResult commit(List<JournalChange> changes) {
		requireAlive();
		Map<UUID, Row> undo = new HashMap<>();
		for (JournalChange change : changes) {
			Row before = this.rows.get(change.uid());
			JournalResult result = store(change);
			if (result != JournalResult.Stored.STORED) {
				this.rows.putAll(undo);
				return result;
			}
			if (before != null) {
				undo.put(change.uid(), before);
			}
		}
		return JournalResult.Stored.STORED;
	}

	private JournalResult store(JournalChange change) {
		return switch (change) {
			case JournalChange.Accepted accepted -> accept(accepted);
			case JournalChange.Changed changed -> change(changed);
			case JournalChange.Kept kept -> keep(kept);
			case JournalChange.Noticed noticed ->
				isTold(noticed) ? JournalResult.Stored.STORED : new JournalResult.Conflict(noticed.uid());
			case JournalChange.Removed removed -> {
				isTold(removed);
				this.rows.remove(removed.uid());
				this.wakes.removeIf((wake) -> wake.uid().equals(removed.uid()));
				yield JournalResult.Stored.STORED;
			}
		};
	}

	private JournalResult accept(JournalChange.Accepted accepted) {
		releaseKey(accepted);
		JournalResult duplicate = duplicate(accepted);
		if (duplicate == null) {
			Row row = new Row(accepted.record(), 1, accepted.left() ? null : workerId(), accepted.holdsKey());
			this.rows.put(accepted.uid(), row);
		}
		return (duplicate != null) ? duplicate : JournalResult.Stored.STORED;
	}

	private JournalResult change(JournalChange.Changed changed) {
		Row row = this.rows.get(changed.uid());
		if (isLost(row, changed)) {
			return new JournalResult.Lost(changed.uid());
		}
		if (row == null || row.revision != changed.revision() - 1) {
			return new JournalResult.Conflict(changed.uid());
		}
		boolean moves = !changed.before().sessionId().equals(changed.record().sessionId());
		if (moves) {
			releaseKey(changed);
		}
		JournalResult duplicate = moves ? duplicate(changed) : null;
		if (duplicate != null) {
			return duplicate;
		}
		isTold(changed);
		Row next = row.next(changed);
		this.rows.put(changed.uid(), next);
		this.wakes.replaceAll(
				(wake) -> wake.uid().equals(changed.uid()) ? wake.withSessionId(changed.record().sessionId()) : wake);
		if (changed.additions().message() != null) {
			next.messages.put(changed.additions().message().id(), changed.additions().message());
		}
		if (changed.additions().kept() != null) {
			next.kept.put("answer:" + changed.additions().kept().answer().key(), changed.additions().kept());
		}
		if (changed.additions().wake() != null) {
			this.wakes.add(changed.additions().wake());
		}
		return JournalResult.Stored.STORED;
	}

	/** Whether this start does not have the live task from whose work a change comes. */
	private boolean isLost(@Nullable Row row, JournalChange.Changed changed) {
		return row != null && !row.isEnded() && changed.notice() == null && isOfWork(changed)
				&& !workerId().equals(row.worker);
	}

	private boolean isOfWork(JournalChange.Changed changed) {
		return workerId().equals(changed.before().workerId()) || workerId().equals(changed.record().workerId());
	}

	/** Takes the wanted key from a task whose window has passed. */
	private void releaseKey(JournalChange wanted) {
		BackgroundTaskRecord record = wanted.record();
		this.rows.values()
			.stream()
			.filter((row) -> wanted.holdsKey() && row.holdsKey && !row.uid().equals(record.uid())
					&& row.record.sessionId().equals(record.sessionId())
					&& Objects.equals(row.record.idempotencyKey(), record.idempotencyKey())
					&& !NamingRules.holdsItsKey(row.record, record.updatedAt()))
			.forEach((row) -> row.holdsKey = false);
	}

	private @Nullable JournalResult duplicate(JournalChange wanted) {
		BackgroundTaskRecord record = wanted.record();
		return this.rows.values()
			.stream()
			.filter((row) -> !row.record.uid().equals(record.uid())
					&& row.record.sessionId().equals(record.sessionId()))
			.<JournalResult>mapMulti((row, found) -> {
				if (wanted.holdsKey() && row.holdsKey
						&& Objects.equals(row.record.idempotencyKey(), record.idempotencyKey())) {
					found.accept(new JournalResult.Duplicate(row.task(), true));
				}
				else if (!record.state().isTerminal() && !row.isEnded() && row.record.id().equals(record.id())) {
					found.accept(new JournalResult.Duplicate(row.task(), false));
				}
			})
			.findFirst()
			.orElse(null);
	}

	@Override
	public boolean canJoin() {
		return false;
	}

	@Override
	public JournalResult join(List<JournalChange> changes) {
		throw new UnsupportedOperationException();
	}

	private JournalResult keep(JournalChange.Kept kept) {
		Row row = this.rows.get(kept.uid());
		if (row != null && !row.isEnded() && !workerId().equals(row.worker)) {
			return new JournalResult.Lost(kept.uid());
		}
		if (row == null || row.isEnded() || row.record.attempt() != kept.record().attempt()) {
			return new JournalResult.Conflict(kept.uid());
		}
		String name = switch (kept.value()) {
			case KeptValue.Checkpoint ignored -> "checkpoint";
			case KeptValue.StepResult step -> "step:" + step.name();
			case KeptValue.KeptAnswer answer -> "answer:" + answer.answer().key();
		};
		row.kept.put(name, kept.value());
		return JournalResult.Stored.STORED;
	}

	@Override
	public void removeLater(UUID uid) {
		synchronized (this.rows) {
			requireAlive();
			this.rows.remove(uid);
			this.wakes.removeIf((wake) -> wake.uid().equals(uid));
		}
	}

	@Override
	public void report(JournalReport report) {
		synchronized (this.rows) {
			Row row = this.rows.get(report.record().uid());
			if (row != null && !this.lost) {
				if (workerId().equals(row.worker)) {
					row.report = report.record();
				}
				report.delivered().forEach((message) -> row.messages.replace(message.id(), message));
				row.output.addAll(report.output());
				row.output.removeIf((line) -> line.position() <= report.dropped().lines());
				report.dropped().messages().forEach(row.messages::remove);
			}
		}
	}

	@Override
	public @Nullable StoredTask find(UUID uid) {
		synchronized (this.rows) {
			Row row = this.rows.get(uid);
			return (row != null) ? row.task() : null;
		}
	}

	@Override
	public @Nullable StoredTask find(String sessionId, String taskId) {
		synchronized (this.rows) {
			return named(taskId).filter((row) -> row.record.sessionId().equals(sessionId))
				.max(Comparator.comparing((Row row) -> !row.isEnded()).thenComparing(Row::uid, Uids::compare))
				.map(Row::task)
				.orElse(null);
		}
	}

	private Stream<Row> named(String taskId) {
		return this.rows.values().stream().filter((row) -> row.record.id().equals(taskId));
	}

	@Override
	public List<StoredTask> findAll(String taskId, int limit) {
		synchronized (this.rows) {
			Map<String, Row> bySession = new LinkedHashMap<>();
			named(taskId)
				.sorted(Comparator.comparing((Row row) -> !row.isEnded())
					.reversed()
					.thenComparing(Row::uid, Comparator.comparing((UUID uid) -> uid, Uids::compare).reversed()))
				.forEach((row) -> bySession.putIfAbsent(row.record.sessionId(), row));
			return bySession.values().stream().limit(limit).map(Row::task).toList();
		}
	}

	@Override
	public List<StoredTask> holders(String sessionId, Collection<String> keys) {
		synchronized (this.rows) {
			return this.rows.values()
				.stream()
				.filter((row) -> row.holdsKey && row.record.sessionId().equals(sessionId)
						&& keys.contains(row.record.idempotencyKey()))
				.map(Row::task)
				.toList();
		}
	}

	@Override
	public StoredPage page(BackgroundTaskFilter filter, TaskOrder order, int limit, @Nullable UUID from) {
		boolean newest = order == TaskOrder.NEWEST_FIRST;
		synchronized (this.rows) {
			List<Row> all = new ArrayList<>(this.rows.values());
			List<StoredTask> found = (newest ? all.reversed() : all).stream()
				.filter((row) -> from == null || (Uids.compare(row.uid(), from) > 0) != newest)
				.filter((row) -> filter.matches(row.record) && isNewestOfItsId(row))
				.limit(limit + 1L)
				.map(Row::task)
				.toList();
			return new StoredPage(found.subList(0, Math.min(limit, found.size())),
					(found.size() > limit) ? found.get(newest ? limit : limit - 1).record().uid() : null, false);
		}
	}

	@Override
	public SessionPage sessions(@Nullable String text, int limit, @Nullable String after) {
		synchronized (this.rows) {
			List<SessionSummary> found = this.rows.values()
				.stream()
				.filter(this::isNewestOfItsId)
				.collect(Collectors.groupingBy((row) -> row.record.sessionId(), TreeMap::new, Collectors.toList()))
				.entrySet()
				.stream()
				.filter((entry) -> after == null || entry.getKey().compareTo(after) > 0)
				.filter((entry) -> text == null || Texts.contains(entry.getKey(), text))
				.limit(limit + 1L)
				.map((entry) -> summary(entry.getKey(), entry.getValue()))
				.toList();
			boolean more = found.size() > limit;
			return new SessionPage(more ? found.subList(0, limit) : found, more ? found.get(limit - 1).id() : null);
		}
	}

	@Override
	public SessionSummary session(String sessionId) {
		synchronized (this.rows) {
			return summary(sessionId,
					this.rows.values()
						.stream()
						.filter((row) -> row.record.sessionId().equals(sessionId) && isNewestOfItsId(row))
						.toList());
		}
	}

	private static SessionSummary summary(String sessionId, List<Row> rows) {
		return new SessionSummary(sessionId,
				rows.stream().collect(Collectors.groupingBy((row) -> row.record.state(), Collectors.counting())), false,
				0,
				rows.stream()
					.filter((row) -> !row.isEnded())
					.map((row) -> row.record.createdAt())
					.min(Comparator.naturalOrder())
					.orElse(null));
	}

	@Override
	public TaskHistory history(UUID uid) {
		synchronized (this.rows) {
			Row row = this.rows.get(uid);
			return new TaskHistory((row != null) ? row.changes : List.of(), false);
		}
	}

	/** An ended task that lost its id is not listed. */
	private boolean isNewestOfItsId(Row row) {
		StoredTask holder = find(row.record.sessionId(), row.record.id());
		return holder != null && holder.record().uid().equals(row.uid());
	}

	@Override
	public List<StoredTask> children(UUID parentUid, int limit) {
		synchronized (this.rows) {
			return this.rows.values()
				.stream()
				.filter((row) -> parentUid.equals(row.record.parentUid()))
				.limit(limit)
				.map(Row::task)
				.toList();
		}
	}

	@Override
	public Optional<StoredTaskCounts> counts() {
		synchronized (this.rows) {
			return Optional.of(new StoredTaskCounts(
					this.rows.values()
						.stream()
						.map((row) -> row.record)
						.filter((record) -> !record.state().isTerminal())
						.collect(Collectors.groupingBy(BackgroundTaskRecord::kind,
								Collectors.groupingBy(BackgroundTaskRecord::state, Collectors.counting()))),
					Duration.ZERO));
		}
	}

	@Override
	public List<ClusterNode> nodes() {
		JournaledHost present = this.host;
		return (present == null) ? List.of() : List.of(new ClusterNode(workerId(), "memory", true,
				ClusterNode.Lease.HELD, Duration.ZERO, present.running(), present.isDraining()));
	}

	@Override
	public StoredDetails details(UUID uid) {
		synchronized (this.rows) {
			Row row = this.rows.get(uid);
			return (row == null) ? StoredDetails.NONE : new StoredDetails(List.copyOf(row.messages.values()),
					List.copyOf(row.output), List.copyOf(row.kept.values()));
		}
	}

	@Override
	public SessionWakes drainWakes(String sessionId, int limit) {
		synchronized (this.rows) {
			List<SessionWake> waiting = this.wakes.stream()
				.filter((wake) -> wake.sessionId().equals(sessionId))
				.toList();
			this.wakes.removeAll(waiting);
			int over = Math.max(0, waiting.size() - limit);
			return new SessionWakes(waiting.subList(over, waiting.size()), over);
		}
	}

	@Override
	public void release(UUID uid) {
		synchronized (this.rows) {
			Row row = this.rows.get(uid);
			if (row != null && !this.lost) {
				row.worker = null;
			}
		}
	}

	@Override
	public void stopping(boolean stopping) {
		// never waits
	}

	@Override
	public void stop() {
		synchronized (this.rows) {
			if (!this.lost) {
				this.rows.values()
					.stream()
					.filter((row) -> !row.isLeft(workerId()))
					.forEach((row) -> row.worker = null);
			}
		}
	}

	/** A notice that waits. */
	private record Waiting(String worker, UUID uid, TaskNotice notice) {
	}

	/** A stored task. */
	private static final class Row {

		private final BackgroundTaskRecord record;

		private final long revision;

		private boolean holdsKey;

		private @Nullable String worker;

		/** The last report of the worker. */
		private @Nullable BackgroundTaskRecord report;

		private int recoveries;

		private List<TaskHistory.Entry> changes = new ArrayList<>();

		private Map<String, TaskMessage> messages = new LinkedHashMap<>();

		private List<TaskOutputLine> output = new ArrayList<>();

		private Map<String, KeptValue> kept = new LinkedHashMap<>();

		Row(BackgroundTaskRecord record, long revision, @Nullable String worker, boolean holdsKey) {
			this.record = record;
			this.revision = revision;
			this.worker = worker;
			this.holdsKey = holdsKey;
			this.changes.add(entry(record, false));
		}

		private static TaskHistory.Entry entry(BackgroundTaskRecord record, boolean declined) {
			return new TaskHistory.Entry(record.updatedAt(), record.state(), record.attempt(), record.sessionId(),
					declined);
		}

		Row next(JournalChange.Changed changed) {
			Row next = new Row(changed.record(), changed.revision(), this.worker, this.holdsKey && changed.holdsKey());
			boolean declined = changed.events().stream().anyMatch(BackgroundTaskEvent.InputDeclined.class::isInstance);
			this.changes.add(entry(next.record, declined));
			next.changes = this.changes;
			next.recoveries = this.recoveries;
			next.messages = this.messages;
			next.output = this.output;
			next.kept = this.kept;
			return next;
		}

		UUID uid() {
			return this.record.uid();
		}

		boolean isEnded() {
			return this.record.state().isTerminal();
		}

		boolean isLeft(String present) {
			return !present.equals(this.worker);
		}

		StoredTask task() {
			return new StoredTask(reported(), this.revision, this.recoveries);
		}

		private BackgroundTaskRecord reported() {
			BackgroundTaskRecord last = this.report;
			if (last == null || last.version() <= this.record.version() || last.attempt() != this.record.attempt()) {
				return this.record;
			}
			return this.record.toBuilder()
				.version(last.version())
				.eventSequence(last.eventSequence())
				.status(last.status())
				.progress(last.progress())
				.heartbeatAt(last.heartbeatAt())
				.updatedAt(last.updatedAt())
				.build();
		}

	}

}
