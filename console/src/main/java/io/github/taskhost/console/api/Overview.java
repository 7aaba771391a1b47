package io.github.taskhost.console.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.autoconfigure.view.LiveTasks;
import io.github.taskhost.autoconfigure.view.NodeView;
import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.StoredTaskCounts;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the host. Looks at no task but the oldest ones. Thread-safe.
 */
public final class Overview {

	private static final int MAX_UNRESPONSIVE = 5;

	private final BackgroundTaskHost host;

	private final TaskViews views;

	private final Throughput throughput;

	private final Supplier<Optional<StoredTaskCounts>> stored;

	private final Supplier<List<ClusterNode>> nodes;

	/**
	 * Creates the overview.
	 * @param host the host
	 * @param views begins answers
	 * @param throughput the numbers over time
	 * @param stored the numbers of live tasks in the database of a durable host
	 * @param nodes the nodes of a durable host
	 */
	public Overview(BackgroundTaskHost host, TaskViews views, Throughput throughput,
			Supplier<Optional<StoredTaskCounts>> stored, Supplier<List<ClusterNode>> nodes) {
		this.host = host;
		this.views = views;
		this.throughput = throughput;
		this.stored = stored;
		this.nodes = nodes;
	}

	/**
	 * Returns the numbers.
	 * @param withSeries whether the numbers over time are among them
	 * @return the answer
	 */
	public Map<String, @Nullable Object> answer(boolean withSeries) {
		BackgroundTaskStatistics numbers = this.host.statistics();
		List<ClusterNode> known = this.nodes.get();
		Map<String, @Nullable Object> answer = this.views.answer();
		answer.put("phase", TaskJson.name(this.host.phase()));
		answer.put("workerId", known.stream().findFirst().map(ClusterNode::worker).orElse(null));
		answer.put("states", LiveTasks.of(numbers).states());
		answer.put("retained", numbers.retained());
		answer.put("sessions", numbers.sessions());
		answer.put("hidden", numbers.hidden());
		answer.put("unresponsive", numbers.unresponsive());
		answer.put("unresponsiveTasks", unresponsive());
		answer.put("unstopped", numbers.unstopped());
		answer.put("oldestPending", oldest(numbers, BackgroundTaskState.PENDING));
		answer.put("oldestQuestion", oldest(numbers, BackgroundTaskState.WAITING));
		answer.put("stored", this.stored.get().map(Overview::stored).orElse(null));
		answer.put("kinds", kinds());
		answer.put("nodes", known.isEmpty() ? null : NodeView.of(known));
		answer.put("series", withSeries ? this.throughput.series() : null);
		return answer;
	}

	private static Map<String, Object> stored(StoredTaskCounts counts) {
		return Map.of("states", LiveTasks.of(counts).states(), "age", counts.age().toString());
	}

	private @Nullable List<Oldest> unresponsive() {
		List<BackgroundTaskRecord> tasks = this.host.unresponsive(MAX_UNRESPONSIVE);
		return tasks.isEmpty() ? null : tasks.stream().map(Oldest::of).toList();
	}

	private @Nullable Oldest oldest(BackgroundTaskStatistics numbers, BackgroundTaskState state) {
		return numbers.oldestTask(state)
			.flatMap(this.host::find)
			.filter((record) -> record.state() == state)
			.map(Oldest::of)
			.orElse(null);
	}

	/**
	 * Returns the kinds with their numbers.
	 * @return the kinds in the order of their names
	 */
	public List<KindNumbers> kinds() {
		BackgroundTaskStatistics numbers = this.host.statistics();
		return new TreeSet<>(numbers.kinds()).stream().map((kind) -> KindNumbers.of(numbers, kind)).toList();
	}

	/**
	 * The task that is in a state for the longest time.
	 *
	 * @param since the time at which it entered the state
	 * @param uid the uid
	 * @param name the display name
	 * @param prompt the text of its question, or {@code null}
	 */
	public record Oldest(Instant since, UUID uid, String name, @Nullable String prompt) {

		static Oldest of(BackgroundTaskRecord record) {
			InputRequest request = record.inputRequest();
			return new Oldest(record.stateSince(), record.uid(), record.displayName(),
					(request != null) ? request.prompt() : null);
		}

	}

	/**
	 * The numbers of a kind in this process.
	 *
	 * @param name the kind
	 * @param live the number of live tasks
	 * @param pending the number of those that wait for their start
	 * @param running the number of those that run
	 * @param waiting the number of those that wait for input
	 * @param cancelRequested the number of those that were asked to end
	 * @param started the number of tasks that have started since the start of the host
	 * @param completed the number of those that completed
	 * @param failed the number of those that failed
	 * @param cancelled the number of those that were cancelled
	 */
	public record KindNumbers(String name, long live, long pending, long running, long waiting, long cancelRequested,
			long started, long completed, long failed, long cancelled) {

		static KindNumbers of(BackgroundTaskStatistics numbers, String kind) {
			long pending = numbers.live(kind, BackgroundTaskState.PENDING);
			long running = numbers.live(kind, BackgroundTaskState.RUNNING);
			long waiting = numbers.live(kind, BackgroundTaskState.WAITING);
			long requested = numbers.live(kind, BackgroundTaskState.CANCEL_REQUESTED);
			return new KindNumbers(Objects.requireNonNull(kind), pending + running + waiting + requested, pending,
					running, waiting, requested, numbers.started(kind),
					numbers.ended(kind, BackgroundTaskState.COMPLETED), numbers.ended(kind, BackgroundTaskState.FAILED),
					numbers.ended(kind, BackgroundTaskState.CANCELLED));
		}

		static KindNumbers none(String kind) {
			return new KindNumbers(kind, 0, 0, 0, 0, 0, 0, 0, 0, 0);
		}

	}

}
