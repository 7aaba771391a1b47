package io.github.taskhost.local;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.store.CommitResult;
import io.github.taskhost.store.InMemoryTaskStore;
import io.github.taskhost.store.TaskChange;
import io.github.taskhost.store.TaskEntry;
import io.github.taskhost.store.TaskStore;
import org.jspecify.annotations.Nullable;

/**
 * A store at whose commits a test steps in: once before the next change of some sort is
 * made, or once after it was made and before its host hears of it.
 */
final class StoreWithPoints implements TaskStore {

	private final TaskStore store = new InMemoryTaskStore();

	private final AtomicReference<@Nullable Point> before = new AtomicReference<>();

	private final AtomicReference<@Nullable Point> after = new AtomicReference<>();

	/** How many uids it made. */
	final AtomicInteger uids = new AtomicInteger();

	void before(Predicate<TaskChange> change, Runnable action) {
		this.before.set(new Point(change, action));
	}

	void after(Predicate<TaskChange> change, Runnable action) {
		this.after.set(new Point(change, action));
	}

	private static void pass(AtomicReference<@Nullable Point> place, List<TaskChange> changes) {
		Point point = place.get();
		if (point != null && changes.stream().anyMatch(point.change()) && place.compareAndSet(point, null)) {
			point.action().run();
		}
	}

	@Override
	public UUID newUid(Instant now) {
		this.uids.incrementAndGet();
		return this.store.newUid(now);
	}

	@Override
	public CommitResult commit(List<TaskChange> changes) {
		pass(this.before, changes);
		CommitResult result = this.store.commit(changes);
		pass(this.after, changes);
		return result;
	}

	@Override
	public @Nullable TaskEntry find(UUID uid) {
		return this.store.find(uid);
	}

	@Override
	public @Nullable TaskEntry find(String sessionId, String taskId) {
		return this.store.find(sessionId, taskId);
	}

	@Override
	public List<TaskEntry> findAll(String taskId) {
		return this.store.findAll(taskId);
	}

	@Override
	public @Nullable TaskEntry findByKey(String sessionId, String key) {
		return this.store.findByKey(sessionId, key);
	}

	@Override
	public List<TaskEntry> children(UUID parentUid) {
		return this.store.children(parentUid);
	}

	@Override
	public List<TaskEntry> session(String sessionId) {
		return this.store.session(sessionId);
	}

	@Override
	public boolean hasTasks(String sessionId) {
		return this.store.hasTasks(sessionId);
	}

	@Override
	public Page page(BackgroundTaskFilter filter, int limit, @Nullable String after, int budget) {
		return this.store.page(filter, limit, after, budget);
	}

	private record Point(Predicate<TaskChange> change, Runnable action) {
	}

}
