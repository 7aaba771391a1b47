package io.github.taskhost.spi;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionPage;
import io.github.taskhost.event.SessionSummary;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskOrder;
import org.jspecify.annotations.Nullable;

/**
 * The durable store of the tasks of a host. A host with a journal stores each decision
 * before it takes effect: the call that accepts, changes or ends a task returns after the
 * change is durable, and a body starts after its task was stored. Only values cross this
 * interface. Implementations are thread-safe.
 *
 * <p>
 * Changes of one task are stored in order, one at a time. Each has the next revision of
 * its task, counted from 1, and a journal stores it only over the revision before.
 *
 * <p>
 * All methods may block. They leave the interrupt status of the calling thread as it is
 * and are not broken off by an interrupt, since a body that is being interrupted must
 * still be able to store its end.
 *
 * <p>
 * A task whose stored record cannot be read is returned with a placeholder: see
 * {@link StoredTask#readable()}.
 */
public interface TaskJournal {

	/**
	 * Returns the id under which this start of the host writes. The host puts it into the
	 * records of the attempts that run here.
	 * @return the id of the worker
	 */
	String workerId();

	/**
	 * Begins to recover tasks: those that an earlier start has left, and those that wait
	 * for a start. Called once, after the host is ready.
	 * @param host the host that takes the tasks
	 */
	void start(JournaledHost host);

	/**
	 * Stores changes, all or none, and returns after they are durable.
	 * @param changes the changes; of different tasks
	 * @param patience the behaviour while the store cannot be reached
	 * @return the result
	 * @throws JournalUnavailableException if nothing was stored because the store could
	 * not be reached in time, or because this start of the host was fenced off
	 */
	JournalResult commit(List<JournalChange> changes, Patience patience);

	/**
	 * Returns whether other hosts with the same store are alive, as far as is known, so
	 * that they take tasks without a worker.
	 * @return {@code true} if so; by default {@code false}
	 */
	default boolean hasPeers() {
		return false;
	}

	/**
	 * Returns the largest number of bodies of stored tasks that may run in this host at
	 * once.
	 * @return the number, at least 1; by default there is no limit
	 */
	default int maxRunning() {
		return Integer.MAX_VALUE;
	}

	/**
	 * Returns whether tasks of a kind wait in the store that this host had no room for,
	 * so that new ones should wait after them.
	 * @param kind the kind
	 * @return {@code true} if so, as far as is known; by default {@code false}
	 */
	default boolean hasBacklog(String kind) {
		return false;
	}

	/**
	 * Notes that the host has room for another body, so that it can take a task that
	 * waits for room. Returns at once.
	 */
	default void roomFreed() {
	}

	/**
	 * Notes that a task of a kind was given back that this host may take itself. Returns
	 * at once.
	 * @param kind the kind
	 */
	default void givenBack(String kind) {
	}

	/**
	 * Returns the store of recurring schedules.
	 * @return the store, or {@code null} for schedules in memory, the default
	 */
	default @Nullable ScheduleJournal schedules() {
		return null;
	}

	/**
	 * Returns the longest wait of a request of a caller, for the store and for another
	 * change of the same task that waits for the store.
	 * @return the time; by default 5 seconds
	 */
	default Duration acceptTimeout() {
		return Duration.ofSeconds(5);
	}

	/**
	 * Returns whether the current thread is in a transaction of which stored changes can
	 * be a part.
	 * @return {@code true} if {@link #join} can be called
	 */
	boolean canJoin();

	/**
	 * Stores changes as a part of the transaction of the current thread. They are durable
	 * when it commits, and never stored if it is rolled back.
	 * @param changes the changes; of different tasks
	 * @return the result
	 * @throws JournalUnavailableException if this start of the host was fenced off
	 */
	JournalResult join(List<JournalChange> changes);

	/**
	 * Removes an ended task with all that is stored of it, some time later. Reads no
	 * longer return it.
	 * @param uid the task
	 */
	void removeLater(UUID uid);

	/**
	 * Stores reports of running work some time later, the latest of each task in place of
	 * earlier ones that were not stored yet. Returns at once. Reports are not part of the
	 * order of the changes of a task. A process that dies loses those of the last
	 * moments.
	 * @param report the report
	 */
	void report(JournalReport report);

	/**
	 * Returns a task.
	 * @param uid the uid of the task
	 * @return the stored task, or {@code null}
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	@Nullable StoredTask find(UUID uid);

	/**
	 * Returns the task with an id in a session: the live one, else the newest.
	 * @param sessionId the id of the session
	 * @param taskId the id of the task
	 * @return the stored task, or {@code null}
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	@Nullable StoredTask find(String sessionId, String taskId);

	/**
	 * Returns the tasks of a session that hold idempotency keys.
	 * @param sessionId the id of the session
	 * @param keys the keys
	 * @return the stored tasks, one for each key that is held
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	List<StoredTask> holders(String sessionId, Collection<String> keys);

	/**
	 * Returns the tasks with an id in any session, one of each session, live ones first.
	 * @param taskId the id of the tasks
	 * @param limit the largest number of tasks
	 * @return the stored tasks
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	List<StoredTask> findAll(String taskId, int limit);

	/**
	 * Returns the tasks of a page, in the order of their uids or in its reverse. A store
	 * may stop after a bounded look for tasks that its indexes do not find.
	 * @param filter the filter
	 * @param order the order of the tasks
	 * @param limit the largest number of tasks
	 * @param from {@link StoredPage#last()} of the page before, or {@code null} for the
	 * first page: the oldest first, the page has the tasks with a higher uid; the newest
	 * first, the task with this uid and those with a lower one
	 * @return the stored tasks, and the place to go on
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	StoredPage page(BackgroundTaskFilter filter, TaskOrder order, int limit, @Nullable UUID from);

	/**
	 * Returns sessions that have tasks, in the order of their ids, with the numbers of
	 * their tasks, of which not all need to be counted, and without hidden tasks.
	 * @param text a text that the ids contain, in upper or lower case, or {@code null}
	 * for all sessions
	 * @param limit the largest number of sessions; the page may have fewer
	 * @param after the id of the session after which the page begins, in the order of the
	 * store, or {@code null} for the first page
	 * @return the page; its cursor is the id of a session
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	SessionPage sessions(@Nullable String text, int limit, @Nullable String after);

	/**
	 * Returns the numbers of a session, as a page of sessions has them.
	 * @param sessionId the id of the session
	 * @return the numbers; none for an unknown session
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	SessionSummary session(String sessionId);

	/**
	 * Returns the states, attempts and sessions that a task has had.
	 * @param uid the uid of the task
	 * @return an entry for each stored change, oldest first, also if it is like the one
	 * before: the host leaves such entries out; partial if changes were left out after
	 * the first; without entries for an unknown task
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	TaskHistory history(UUID uid);

	/**
	 * Returns the children of a task, oldest first.
	 * @param parentUid the uid of the parent
	 * @param limit the largest number of tasks
	 * @return the stored tasks
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	List<StoredTask> children(UUID parentUid, int limit);

	/**
	 * Returns the numbers of live tasks in the store as they were counted last. Returns
	 * at once: numbers that are older than ten seconds are counted again in the
	 * background, for later calls.
	 * @return the numbers, or empty before the first count
	 */
	default Optional<StoredTaskCounts> counts() {
		return Optional.empty();
	}

	/**
	 * Returns the nodes that share the store, as far as this host knows: this one first,
	 * then those that hold a lease. Returns at once, and asks nothing of the store: the
	 * other nodes are those of the last heartbeat of this one.
	 * @return the nodes, at most 1,000; empty if the store knows no nodes
	 */
	default List<ClusterNode> nodes() {
		return List.of();
	}

	/**
	 * Returns those of some tasks that have not ended, for threads that wait for their
	 * ends.
	 * @param uids the uids of the tasks; at most 1,000
	 * @return the uids of those that are live
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	Set<UUID> live(Collection<UUID> uids);

	/**
	 * Returns the clock of the times in stored records. Processes that share a store need
	 * clocks that agree, since a task that one of them has delayed may start in another.
	 * @return the clock; by default that of the system
	 */
	default Clock clock() {
		return Clock.systemUTC();
	}

	/**
	 * Returns whether other hosts may have tasks of the store, as far as is known. A host
	 * that is alone finds its live tasks in memory and need not ask the store.
	 * @return {@code true} if another host has registered; by default {@code false}
	 */
	default boolean isShared() {
		return false;
	}

	/**
	 * Returns the messages, output and kept values of a task, without those that cannot
	 * be read.
	 * @param uid the uid of the task
	 * @return the details; empty lists for an unknown task
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	StoredDetails details(UUID uid);

	/**
	 * Returns the wakes that wait in a session, and removes them.
	 * @param sessionId the id of the session
	 * @param limit the largest number of wakes; the oldest past it are dropped and
	 * counted
	 * @return the wakes, oldest first
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	SessionWakes drainWakes(String sessionId, int limit);

	/**
	 * Gives a task back that this host no longer runs, so that any worker takes it.
	 * @param uid the task
	 * @throws JournalUnavailableException if the store cannot be reached
	 */
	void release(UUID uid);

	/**
	 * Notes whether the host is stopping. While it is, every wait for the store is
	 * bounded like that of new work, since a stop must end also while the store is away;
	 * work whose end could not be stored is recovered later.
	 * @param stopping whether the host is stopping
	 */
	void stopping(boolean stopping);

	/**
	 * Stores the reports that wait, and gives back the tasks of this start, so that
	 * another start takes them at once. Called after the last change of the host.
	 */
	void stop();

	/** The behaviour of a commit while the store cannot be reached. */
	enum Patience {

		/**
		 * New work, and requests of callers: refused after the time that the journal is
		 * configured with, as long as they are not on their way to the store.
		 */
		BOUNDED,

		/**
		 * Reports and ends of work that was accepted: waits until the store is back, or
		 * the host has been stopping for the same time.
		 */
		UNBOUNDED

	}

}
