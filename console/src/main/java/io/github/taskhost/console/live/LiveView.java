package io.github.taskhost.console.live;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.console.api.Overview;
import io.github.taskhost.console.api.TaskViews;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.internal.name.Uids;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A view of one page, which is sampled once a second: each sample has what changed since
 * the one before. Its cost depends on the visible tasks, not on the rate of events. Used
 * by one thread at a time.
 */
public final class LiveView {

	private static final int MOST_NEWER = 100;

	/** The samples between two looks at slow things. */
	private static final int SLOW = 5;

	private final BackgroundTaskHost host;

	private final TaskViews views;

	private final Overview overview;

	private final LiveQuery query;

	/** The versions that were sent; an ended task is looked up less often. */
	private final Map<UUID, Long> sent = new HashMap<>();

	private final Set<UUID> ended = new HashSet<>();

	private final LiveTask task;

	private int samples;

	LiveView(BackgroundTaskHost host, TaskViews views, Overview overview, LiveQuery query) {
		this.host = host;
		this.views = views;
		this.overview = overview;
		this.query = query;
		this.task = new LiveTask(views, query);
	}

	/** The place that the last sample has reached. */
	public String position() {
		return this.task.position().toString();
	}

	/**
	 * Samples the view.
	 * @return the events, none if nothing changed
	 */
	public List<LiveEvent> sample() {
		boolean slow = this.samples++ % SLOW == 0;
		return switch (this.query.view()) {
			case OVERVIEW -> List.of(new LiveEvent("overview", this.overview.answer(slow)));
			case ROWS -> rows(slow);
			case TASK -> this.task.sample(slow);
		};
	}

	private List<LiveEvent> rows(boolean slow) {
		List<BackgroundTaskRecord> changed = new ArrayList<>();
		List<UUID> gone = new ArrayList<>();
		for (UUID uid : this.query.uids()) {
			if (slow || !this.ended.contains(uid)) {
				look(uid, changed, gone);
			}
		}
		List<LiveEvent> events = new ArrayList<>();
		if (!changed.isEmpty() || !gone.isEmpty()) {
			Map<String, @Nullable Object> rows = this.views.answer();
			rows.put("rows", this.views.rows(changed, this.query.viewer().shown()));
			rows.put("gone", gone);
			events.add(new LiveEvent("rows", rows));
		}
		if (slow && this.query.newest() != null) {
			events.add(new LiveEvent("newer", newer(this.query.newest())));
		}
		return events;
	}

	private void look(UUID uid, List<BackgroundTaskRecord> changed, List<UUID> gone) {
		Optional<BackgroundTaskRecord> record = this.host.find(uid);
		if (record.isEmpty()) {
			if (!Long.valueOf(-1).equals(this.sent.put(uid, -1L))) {
				gone.add(uid);
			}
			this.ended.add(uid);
		}
		else if (isChanged(record.get())) {
			changed.add(record.get());
		}
	}

	private boolean isChanged(BackgroundTaskRecord record) {
		if (record.state().isTerminal()) {
			this.ended.add(record.uid());
		}
		Long before = this.sent.put(record.uid(), record.version());
		return before == null || before != record.version();
	}

	private Map<String, @Nullable Object> newer(UUID newest) {
		BackgroundTaskPage page = this.host.list(this.query.filter(), TaskOrder.NEWEST_FIRST, MOST_NEWER, null);
		long count = page.records().stream().filter((record) -> Uids.isNewer(record.uid(), newest)).count();
		Map<String, @Nullable Object> answer = this.views.answer();
		answer.put("count", count);
		answer.put("capped", (count == MOST_NEWER) ? true : null);
		return answer;
	}

}
