package io.github.taskhost.console.live;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.console.api.TaskViews;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The live page of one task: its record, and the output and messages behind a position. A
 * task is looked up once for a sample, and less often after its end. Used by one thread
 * at a time.
 */
final class LiveTask {

	/**
	 * The lines of a sample: as many as a host retains by default, so that a page is not
	 * behind a task that writes fast.
	 */
	private static final int LINES = 1000;

	private static final int MESSAGES = 50;

	private final TaskViews views;

	private final LiveQuery query;

	private Position position;

	/** The messages of the last sample behind the position: their delivery may change. */
	private List<?> unsettled = List.of();

	/** The version that was sent, or -1 for none. */
	private long version = -1;

	private int children;

	/** Whether a sample that is not slow would find nothing new. */
	private boolean over;

	LiveTask(TaskViews views, LiveQuery query) {
		this.views = views;
		this.query = query;
		this.position = Position.of(query.position());
	}

	/** The place that the last sample has reached. */
	Position position() {
		return this.position;
	}

	/**
	 * Samples the task.
	 * @param slow whether slow things are looked at: the number of children, and a task
	 * that has ended
	 */
	List<LiveEvent> sample(boolean slow) {
		if (this.over && !slow) {
			return List.of();
		}
		UUID uid = this.query.uids().getFirst();
		BackgroundTaskHandle<?> handle = this.views.task(uid);
		BackgroundTaskRecord record = handle.record();
		boolean live = !record.state().isTerminal();
		boolean changed = record.version() != this.version;
		this.version = record.version();
		Map<String, @Nullable Object> answer = this.views.answer();
		if (changed || slow && live) {
			this.children = slow ? this.views.children(uid) : this.children;
			answer.put("task", this.views.detail(handle, this.query.viewer(), this.children));
		}
		boolean talked = talk(handle, answer, !live);
		return (changed || slow || talked) ? List.of(new LiveEvent("task", answer)) : List.of();
	}

	/**
	 * Adds new lines and messages. Nothing follows the last line of a task that has
	 * ended.
	 */
	private boolean talk(BackgroundTaskHandle<?> handle, Map<String, @Nullable Object> answer, boolean ended) {
		boolean shown = this.query.viewer().shown();
		Map<String, @Nullable Object> output = this.views.output(handle, this.position.output(), LINES, shown);
		List<?> lines = (output.get("lines") instanceof List<?> some) ? some : List.of();
		if (!lines.isEmpty()) {
			answer.put("lines", output);
		}
		Map<String, @Nullable Object> page = this.views.messages(handle, this.position.message(), MESSAGES, shown);
		List<?> messages = (page.get("messages") instanceof List<?> some) ? some : List.of();
		boolean news = !messages.isEmpty() && !messages.equals(this.unsettled);
		if (news) {
			answer.put("messages", page);
		}
		this.position = reached(output, messages);
		this.over = ended && Boolean.TRUE.equals(output.get("ended")) && !news;
		return news || !lines.isEmpty();
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
