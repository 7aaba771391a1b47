package io.github.taskhost.local;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import io.github.taskhost.local.table.CommitResult;
import io.github.taskhost.local.table.TableChange;
import io.github.taskhost.local.table.TaskTable;
import io.github.taskhost.local.task.LocalTask;
import org.jspecify.annotations.Nullable;

/**
 * A table with hooks at its commits: a hook runs once, before the next matching change,
 * or after it and before the host acts on it.
 */
final class TableWithPoints extends TaskTable<LocalTask> {

	private final AtomicReference<@Nullable Point> before = new AtomicReference<>();

	private final AtomicReference<@Nullable Point> after = new AtomicReference<>();

	/** The number of looks at the children of a task. */
	final AtomicInteger looksAtChildren = new AtomicInteger();

	/** The number of created uids. */
	final AtomicInteger uids = new AtomicInteger();

	void before(Predicate<TableChange<LocalTask>> change, Runnable action) {
		this.before.set(new Point(change, action));
	}

	void after(Predicate<TableChange<LocalTask>> change, Runnable action) {
		this.after.set(new Point(change, action));
	}

	private static void pass(AtomicReference<@Nullable Point> place, List<? extends TableChange<LocalTask>> changes) {
		Point point = place.get();
		if (point != null && changes.stream().anyMatch(point.change()) && place.compareAndSet(point, null)) {
			point.action().run();
		}
	}

	@Override
	public List<LocalTask> children(UUID parentUid) {
		this.looksAtChildren.incrementAndGet();
		return super.children(parentUid);
	}

	@Override
	public UUID newUid(Instant now) {
		this.uids.incrementAndGet();
		return super.newUid(now);
	}

	@Override
	public CommitResult<LocalTask> commit(List<? extends TableChange<LocalTask>> changes) {
		pass(this.before, changes);
		CommitResult<LocalTask> result = super.commit(changes);
		pass(this.after, changes);
		return result;
	}

	@Override
	public CommitResult<LocalTask> commit(TableChange<LocalTask> change) {
		pass(this.before, List.of(change));
		CommitResult<LocalTask> result = super.commit(change);
		pass(this.after, List.of(change));
		return result;
	}

	private record Point(Predicate<TableChange<LocalTask>> change, Runnable action) {
	}

}
