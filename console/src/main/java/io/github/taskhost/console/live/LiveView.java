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

	private static final int LINES = 200;

	private static final int MESSAGES = 50;

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

	private Position position;

	/** The messages of the last sample behind the position: their delivery may change. */
	private List<?> unsettled = List.of();

	private int samples;

	LiveView(BackgroundTaskHost host, TaskViews views, Overview overview, LiveQuery query) {
		this.host = host;
		this.views = views;
		this.overview = overview;
		this.query = query;
		this.position = Position.of(query.position());
	}

	/** The place that the last sample has reached. */
	public String position() {
		return this.position.toString();
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
			case TASK -> task(slow);
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

	private List<LiveEvent> task(boolean slow) {
		UUID uid = this.query.uids().getFirst();
		BackgroundTaskRecord record = this.views.record(uid);
		Map<String, @Nullable Object> answer = this.views.answer();
		boolean changed = isChanged(record);
		if (changed || slow && !record.state().isTerminal()) {
			answer.put("task", this.views.detail(uid, this.query.viewer()));
		}
		Map<String, @Nullable Object> lines = this.views.output(uid, this.position.output(), LINES,
				this.query.viewer().shown());
		Map<String, @Nullable Object> messages = this.views.messages(uid, this.position.message(), MESSAGES,
				this.query.viewer().shown());
		boolean news = changed || slow;
		if (lines.get("lines") instanceof List<?> some && !some.isEmpty()) {
			answer.put("lines", lines);
			news = true;
		}
		List<?> talk = (messages.get("messages") instanceof List<?> some) ? some : List.of();
		if (!talk.isEmpty() && !talk.equals(this.unsettled)) {
			answer.put("messages", messages);
			news = true;
		}
		this.position = reached(lines, talk);
		return news ? List.of(new LiveEvent("task", answer)) : List.of();
	}

	/**
	 * The position behind this sample. It stays before the first message that is queued,
	 * since the delivery of such a message changes, unless a whole page is behind it.
	 */
	private Position reached(Map<String, @Nullable Object> lines, List<?> messages) {
		long output = (lines.get("next") instanceof Number next) ? next.longValue() : this.position.output();
		boolean full = messages.size() == MESSAGES;
		List<?> settled = full ? messages : messages.stream().takeWhile((message) -> !isQueued(message)).toList();
		this.unsettled = messages.subList(settled.size(), messages.size());
		boolean moved = !settled.isEmpty() && settled.getLast() instanceof Map<?, ?>;
		return new Position(output,
				moved ? String.valueOf(((Map<?, ?>) settled.getLast()).get("id")) : this.position.message());
	}

	private static boolean isQueued(Object message) {
		return message instanceof Map<?, ?> map && "queued".equals(map.get("delivery"));
	}

}
