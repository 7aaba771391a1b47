package io.github.taskhost.local.commit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.table.PageRequest;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.ReportKeeper;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.local.task.TaskReports;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredPage;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of the journal that the table of this process does not have. Each look
 * returns another, detached task, which no index contains: its record is the stored one
 * at the time of the look, and a change of it is guarded by the stored revision.
 */
public final class JournalTasks {

	private static final Logger log = LoggerFactory.getLogger(JournalTasks.class);

	private static final int PAGE = 1000;

	/** Stands for the notices about a change that was found by a conflict. */
	private static final List<TaskNotice> UNKNOWN = List.of(TaskNotice.Signal.ALIVE);

	private final TaskJournal journal;

	private final Function<String, Kind> kinds;

	private final ReportKeeper reports;

	public JournalTasks(TaskJournal journal, Function<String, Kind> kinds, ReportKeeper reports) {
		this.journal = journal;
		this.kinds = kinds;
		this.reports = reports;
	}

	/** Finds a task with its messages, output and kept values. */
	@Nullable LocalTask find(UUID uid) {
		return detailed(this.journal.find(uid));
	}

	/** Finds a task with its messages, output and kept values. */
	@Nullable LocalTask find(String sessionId, String taskId) {
		return detailed(this.journal.find(sessionId, taskId));
	}

	private @Nullable LocalTask detailed(@Nullable StoredTask stored) {
		if (stored == null) {
			return null;
		}
		LocalTask task = detached(stored);
		StoredDetails details = this.journal.details(task.uid());
		if (!details.equals(StoredDetails.NONE) || stored.record().inputRequest() != null) {
			this.reports.restoreDetached(task, details);
		}
		return task;
	}

	/** Restores messages, output and kept values of a task that is not published yet. */
	public void restore(LocalTask task, StoredDetails details) {
		if (!details.equals(StoredDetails.NONE)) {
			this.reports.restore(task, details);
		}
	}

	List<LocalTask> findAll(String taskId, int limit) {
		return this.journal.findAll(taskId, limit).stream().map(this::detached).toList();
	}

	/** The tasks of a session that hold keys, by key. */
	Map<String, LocalTask> holders(String sessionId, Collection<String> keys) {
		Map<String, LocalTask> holders = new HashMap<>();
		for (StoredTask stored : this.journal.holders(sessionId, keys)) {
			String key = stored.record().idempotencyKey();
			if (key != null) {
				holders.put(key, detached(stored));
			}
		}
		return holders;
	}

	List<LocalTask> children(UUID parentUid, int limit) {
		return this.journal.children(parentUid, limit).stream().map(this::detached).toList();
	}

	/** The tasks of a session; the tasks of this process in their present form. */
	List<LocalTask> ofSession(String sessionId, int limit, TaskLookup local) {
		return all(BackgroundTaskFilter.all().withSession(sessionId), limit, local);
	}

	/** The live tasks of a session; the tasks of this process in their present form. */
	List<LocalTask> liveOf(String sessionId, int limit, TaskLookup local) {
		return all(BackgroundTaskFilter.live().withSession(sessionId), limit, local);
	}

	private List<LocalTask> all(BackgroundTaskFilter filter, int limit, TaskLookup local) {
		List<LocalTask> all = new ArrayList<>();
		String after = null;
		do {
			Found found = look(PageRequest.of(filter, TaskOrder.OLDEST_FIRST, PAGE, after), local);
			all.addAll(found.tasks());
			after = found.place();
		}
		while (after != null && all.size() < limit);
		return all;
	}

	/**
	 * Looks for the stored tasks of a page, in its direction and in the order of their
	 * uids; the tasks of this process in their present form. A place is a uid.
	 */
	Found look(PageRequest request, TaskLookup local) {
		String place = request.place();
		StoredPage page = this.journal.page(request.filter(), request.direction(), request.limit(),
				(place != null) ? uidOf(place) : null);
		List<LocalTask> tasks = page.tasks()
			.stream()
			.map((task) -> presentForm(task, local))
			.filter((task) -> !task.isRemoved() && request.filter().matches(task.record()))
			.toList();
		return new Found(tasks, page.last(), page.partial());
	}

	/**
	 * The tasks of a page, in the direction of the look.
	 *
	 * @param end the place at which the look ended, or {@code null} if there are no
	 * further tasks
	 * @param partial whether it ended before the page was full
	 */
	record Found(List<LocalTask> tasks, @Nullable UUID end, boolean partial) {

		@Nullable String place() {
			return (this.end != null) ? this.end.toString() : null;
		}

	}

	private LocalTask presentForm(StoredTask stored, TaskLookup local) {
		LocalTask here = local.find(stored.record().uid());
		return (here != null) ? here : detached(stored);
	}

	static UUID uidOf(String cursor) {
		try {
			return UUID.fromString(cursor);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTaskArgumentException(
					"The cursor is not valid: use the next cursor of a page, or none for the first page.");
		}
	}

	TaskJournal journal() {
		return this.journal;
	}

	/** Whether other hosts may have tasks of the journal. */
	boolean isShared() {
		return this.journal.isShared();
	}

	/**
	 * Takes the lock of a task for a request of a caller.
	 * @throws JournalUnavailableException if another change of the task waits for the
	 * store for longer than a request may
	 */
	void lock(LocalTask task, Stored stored) {
		if (!stored.tryLock(this.journal.acceptTimeout())) {
			BackgroundTaskRecord record = task.record();
			throw new JournalUnavailableException("Task '" + record.id() + "' of session '" + record.sessionId()
					+ "' cannot be changed, since an earlier change of it waits for the database of the tasks. "
					+ "Nothing was changed: try again.", null);
		}
	}

	/**
	 * Takes the lock of a task.
	 * @param waits whether to wait as long as it takes, or as long as a request may
	 */
	void lock(LocalTask task, Stored stored, boolean waits) {
		if (waits) {
			stored.lock();
		}
		else {
			lock(task, stored);
		}
	}

	/** Waits for a caller until no change of a task is being stored. */
	void await(LocalTask task, Stored stored) {
		lock(task, stored);
		stored.unlock();
	}

	/** A task that no index contains. */
	public LocalTask detached(StoredTask stored) {
		LocalTask task = new LocalTask(stored.record(), List.of(), this.kinds.apply(stored.record().kind()),
				Work.None.NONE);
		task.stored(Stored.detached(stored));
		if (stored.record().state().isTerminal()) {
			task.settle();
		}
		return task;
	}

	CommitResult.Duplicate<LocalTask> duplicateOf(JournalResult.Duplicate duplicate) {
		return new CommitResult.Duplicate<>(detached(duplicate.holder()), duplicate.byKey());
	}

	/**
	 * Takes over the stored form of a task of which a change was refused, or gives the
	 * task up, as the result says. The caller does not hold the lock of the task.
	 * @param waits whether to wait for the lock as long as it takes
	 */
	void refused(LocalTask task, Stored state, JournalResult result, boolean waits, JournaledTable table) {
		if (result instanceof JournalResult.Lost) {
			giveUp(task, state, waits, table);
		}
		else {
			takeOver(task, state, waits, table);
		}
	}

	/**
	 * Gives a task up that the store does not assign to this host any more: it is taken
	 * out of the table without an event, and its body is interrupted. Nothing is stored.
	 * The caller does not hold the lock of the task.
	 * @param waits whether to wait for the lock as long as it takes
	 */
	void giveUp(LocalTask task, Stored state, boolean waits, JournaledTable table) {
		Change left;
		lock(task, state, waits);
		try {
			left = left(task, state, table);
		}
		finally {
			state.unlock();
		}
		if (left != null) {
			log.warn("Task {} of session {} is no longer assigned to this process in the store, so it is given up here",
					task.record().id(), task.record().sessionId());
			table.follow(left);
		}
	}

	/**
	 * Takes a task out of the table as it is, without an event, since it goes on
	 * elsewhere. The caller holds the lock of the task.
	 * @return the change to follow, or {@code null} if the task has ended or was removed
	 */
	@Nullable Change left(LocalTask task, Stored state, JournaledTable table) {
		if (task.isOver()) {
			return null;
		}
		state.giveUp();
		return table.evict(task, task.record());
	}

	/**
	 * Takes over the stored form of a task that was changed elsewhere, and has the table
	 * follow the change. The caller does not hold the lock of the task.
	 * @param waits whether to wait for the lock as long as it takes
	 */
	void takeOver(LocalTask task, Stored state, boolean waits, JournaledTable table) {
		Change reloaded = reloaded(task, state, waits, table);
		if (reloaded != null) {
			table.follow(reloaded);
		}
	}

	/**
	 * Takes over the stored form of a task that was changed elsewhere. The caller does
	 * not hold the lock of the task.
	 * @param waits whether to wait for the lock as long as it takes
	 * @return the change to follow, or {@code null} if there is nothing new
	 */
	@Nullable Change reloaded(LocalTask task, Stored state, boolean waits, JournaledTable table) {
		Form form = read(task);
		lock(task, state, waits);
		try {
			return task.isRemoved() ? null : reload(task, state, form, table);
		}
		finally {
			state.unlock();
		}
	}

	/**
	 * Reads the stored form of a task that was changed elsewhere; the caller does not
	 * hold the lock of the task.
	 */
	private Form read(LocalTask task) {
		StoredTask now = this.journal.find(task.uid());
		StoredDetails details = (now == null || Commits.isDetached(task)) ? StoredDetails.NONE
				: this.journal.details(task.uid());
		return form(task, now, details, UNKNOWN);
	}

	/**
	 * The stored form of a task with the messages that are news here, {@code null} for a
	 * removed task. The caller does not hold the lock of the task, which comes after that
	 * of the mailbox.
	 * @param notices the notices about the changes
	 */
	Form form(LocalTask task, @Nullable StoredTask now, StoredDetails details, List<TaskNotice> notices) {
		TaskReports reports = task.reports();
		if (reports == null || details.messages().isEmpty()) {
			return new Form(now, details, notices);
		}
		return new Form(now,
				new StoredDetails(reports.mailbox().unknown(details.messages()), details.output(), details.kept()),
				notices);
	}

	/**
	 * Takes over a stored form; the caller holds the lock of the task, and has made the
	 * form before.
	 * @return the change to follow, or {@code null} if there is nothing new
	 * @throws TaskStateException if the stored record cannot be read here
	 */
	@Nullable Change reload(LocalTask task, Stored state, Form form, JournaledTable table) {
		StoredTask now = form.now();
		if (now == null) {
			return table.removed(task);
		}
		if (now.revision() <= state.revision()) {
			return null;
		}
		if (!now.readable()) {
			throw Stored.unreadable(task.record());
		}
		Change change = table.reload(task, now.record(), form.news(), form.notices());
		state.revision(now.revision());
		return change;
	}

	/**
	 * A stored form.
	 *
	 * @param now the stored task, {@code null} for a removed one
	 * @param news the details, with the messages that this host does not have
	 * @param notices the notices about the changes
	 */
	record Form(@Nullable StoredTask now, StoredDetails news, List<TaskNotice> notices) {
	}

}
