package io.github.taskhost.local.group;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.lifecycle.group.GroupRules;
import io.github.taskhost.local.commit.KnownTasks;
import io.github.taskhost.local.handle.Results;
import io.github.taskhost.local.table.PageRequest;
import io.github.taskhost.local.table.TablePage;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Reads the results of the tasks that a task waited for. The members of a group take the
 * place of the group.
 */
public final class PredecessorResults {

	/** The number of members that are read at once. */
	private static final int PAGE = 1000;

	private final KnownTasks known;

	private final PayloadCodec codec;

	public PredecessorResults(KnownTasks known, PayloadCodec codec) {
		this.known = known;
		this.codec = codec;
	}

	/**
	 * The results, in the order of the predecessors; read while the stream is consumed.
	 */
	public <T> Stream<T> of(BackgroundTaskRecord task, Class<T> type) {
		return task.predecessors()
			.stream()
			.flatMap(this::completed)
			.filter((record) -> record.result() != null)
			.map((record) -> Results.decoded(record, type, this.codec));
	}

	private Stream<BackgroundTaskRecord> completed(UUID predecessor) {
		LocalTask task = this.known.find(predecessor);
		if (task == null || task.record().state() != BackgroundTaskState.COMPLETED) {
			return Stream.empty();
		}
		return task.record().kind().equals(GroupRules.KIND) ? members(predecessor) : Stream.of(task.record());
	}

	private Stream<BackgroundTaskRecord> members(UUID group) {
		return from(BackgroundTaskFilter.all().withParent(group).withStates(Set.of(BackgroundTaskState.COMPLETED)),
				null);
	}

	/** The tasks of a page and, when they are consumed, those of the next one. */
	private Stream<BackgroundTaskRecord> from(BackgroundTaskFilter filter, @Nullable String cursor) {
		TablePage<LocalTask> page = page(filter, cursor);
		Stream<BackgroundTaskRecord> records = page.entries().stream().map(LocalTask::record);
		return (page.next() != null)
				? Stream.concat(records, Stream.of(page.next()).flatMap((next) -> from(filter, next))) : records;
	}

	private TablePage<LocalTask> page(BackgroundTaskFilter filter, @Nullable String cursor) {
		return this.known.page(PageRequest.of(filter, TaskOrder.OLDEST_FIRST, PAGE, cursor));
	}

}
