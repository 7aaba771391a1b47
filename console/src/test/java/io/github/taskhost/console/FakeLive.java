package io.github.taskhost.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * One live stream of the invented server. Samples once a second.
 */
class FakeLive {

	private final FakeTasks tasks;

	private final FakeApi api;

	private final FakeQuery query;

	private final Map<String, Long> versions = new LinkedHashMap<>();

	private long output;

	private int second;

	private boolean over;

	FakeLive(FakeTasks tasks, FakeApi api, FakeQuery query, @Nullable String position) {
		this.tasks = tasks;
		this.api = api;
		this.query = query;
		for (String part : (position != null) ? position.split("\\.") : new String[0]) {
			if (part.startsWith("o")) {
				this.output = Long.parseLong(part.substring(1));
			}
		}
	}

	/** Sends samples until the server stops or the client is gone. */
	void send(OutputStream out, CountDownLatch stopped, FakeConsole console) throws IOException, InterruptedException {
		write(out, ": hello\n\n");
		do {
			if (console.draining) {
				write(out, "event: bye\ndata: {\"reason\":\"draining\"}\n\n");
				return;
			}
			if (!console.silent) {
				write(out, events());
			}
			this.second++;
		}
		while (!this.over && !stopped.await(1, TimeUnit.SECONDS));
	}

	private String events() {
		StringBuilder text = new StringBuilder(":\n\n");
		sample().forEach((name, data) -> text
			.append("event: %s\nid: %s\ndata: %s\n\n".formatted(name, position(), FakeJson.text(data))));
		return text.toString();
	}

	private static void write(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

	String position() {
		return "v1.s1.o" + this.output + ".m1";
	}

	/** The events of one second, by name. */
	Map<String, Object> sample() {
		return this.tasks.locked(() -> switch (this.query.firstOr("view", "")) {
			case "overview" -> Map.of("overview", this.api.overview());
			case "rows" -> rows();
			default -> task();
		});
	}

	private Map<String, Object> rows() {
		Map<String, Object> events = new LinkedHashMap<>();
		List<FakeTask> known = this.query.all("uid").stream().map(this.tasks::find).filter(Objects::nonNull).toList();
		List<Map<String, Object>> changed = known.stream().filter(this::changed).map(FakeTask::row).toList();
		List<String> gone = this.query.all("uid").stream().filter((uid) -> this.tasks.find(uid) == null).toList();
		if (!changed.isEmpty() || !gone.isEmpty()) {
			events.put("rows", FakeJson.object("now", Instant.now().toString(), "rows", changed, "gone", gone));
		}
		String newest = this.query.first("newest");
		if (newest != null && this.second % 2 == 0) {
			long count = this.api.matching(this.query)
				.stream()
				.filter((task) -> task.uid.compareTo(newest) > 0)
				.count();
			events.put("newer", Map.of("count", Math.min(100, count)));
		}
		return events;
	}

	private boolean changed(FakeTask task) {
		Long before = this.versions.put(task.uid, task.version);
		return before == null || before != task.version;
	}

	private Map<String, Object> task() {
		FakeTask task = this.tasks.find(this.query.firstOr("uid", ""));
		if (task == null) {
			this.over = true;
			return Map.of("bye", Map.of("reason", "gone"));
		}
		Map<String, Object> lines = this.tasks.output(task, this.output);
		this.output = ((Number) lines.get("next")).longValue();
		return Map.of("task",
				FakeJson.object("now", Instant.now().toString(), "task", changed(task) ? this.api.detail(task) : null,
						"lines", lines, "messages", Map.of("messages", task.messages)));
	}

}
