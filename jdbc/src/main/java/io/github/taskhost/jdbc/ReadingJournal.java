package io.github.taskhost.jdbc;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.SessionPage;
import io.github.taskhost.event.SessionSummary;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.jdbc.meter.JournalMeters;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.spi.StoredPage;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.StoredTaskCounts;
import io.github.taskhost.spi.TaskJournal;
import org.jspecify.annotations.Nullable;

/**
 * The reads, releases and numbers of a journal, which forward to its parts.
 */
abstract class ReadingJournal implements TaskJournal {

	/** The things that the parts are made from. */
	final JournalParts.Origin origin;

	ReadingJournal(JournalParts.Origin origin) {
		this.origin = origin;
	}

	/** The parts, opened if they are not yet. */
	abstract JournalParts opened();

	/** The parts, or {@code null} if they are not opened yet. */
	abstract @Nullable JournalParts present();

	/**
	 * Returns the clock of this process; that of the database while the two differ by
	 * more than half a second.
	 */
	@Override
	public Clock clock() {
		return this.origin.clock();
	}

	/**
	 * Returns the counters of this start, and takes recorders of its commits.
	 * @return the meters, the same in each call
	 */
	public JournalMeters meters() {
		return this.origin.meters();
	}

	@Override
	public Optional<StoredTaskCounts> counts() {
		return this.origin.counts().last();
	}

	@Override
	public boolean hasPeers() {
		JournalParts current = present();
		return current != null && current.lease().hasPeers();
	}

	@Override
	public boolean isShared() {
		JournalParts current = present();
		return current != null && current.lease().isShared();
	}

	@Override
	public List<ClusterNode> nodes() {
		JournalParts current = present();
		return (current != null) ? current.lease().nodes() : List.of();
	}

	@Override
	public @Nullable StoredTask find(UUID uid) {
		return opened().tasks().find(uid);
	}

	@Override
	public @Nullable StoredTask find(String sessionId, String taskId) {
		return opened().tasks().find(sessionId, taskId);
	}

	@Override
	public List<StoredTask> findAll(String taskId, int limit) {
		return opened().tasks().findAll(taskId, limit);
	}

	@Override
	public List<StoredTask> holders(String sessionId, Collection<String> keys) {
		return opened().tasks().holders(sessionId, keys);
	}

	@Override
	public StoredPage page(BackgroundTaskFilter filter, TaskOrder order, int limit, @Nullable UUID from) {
		return opened().tasks().page(filter, order, limit, from);
	}

	@Override
	public SessionPage sessions(@Nullable String text, int limit, @Nullable String after) {
		return opened().tasks().sessions(text, limit, after);
	}

	@Override
	public SessionSummary session(String sessionId) {
		return opened().tasks().session(sessionId);
	}

	@Override
	public TaskHistory history(UUID uid) {
		return opened().tasks().history(uid);
	}

	@Override
	public List<StoredTask> children(UUID parentUid, int limit) {
		return opened().tasks().children(parentUid, limit);
	}

	@Override
	public StoredDetails details(UUID uid) {
		return opened().tasks().details(uid);
	}

	@Override
	public SessionWakes drainWakes(String sessionId, int limit) {
		return opened().tasks().drainWakes(sessionId, limit);
	}

	@Override
	public Set<UUID> live(Collection<UUID> uids) {
		return opened().tasks().live(uids);
	}

	@Override
	public void release(UUID uid) {
		opened().releases().release(uid);
	}

}
