package io.github.taskhost.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * An invented task. Guarded by the lock of its {@link FakeTasks}.
 */
class FakeTask {

	private static final Set<String> LIVE = Set.of("pending", "running", "waiting", "cancel_requested");

	final int number;

	final String uid;

	final String name;

	final String kind;

	final List<Map<String, Object>> moments = new ArrayList<>();

	final List<Map<String, Object>> lines = new ArrayList<>();

	final List<Map<String, Object>> messages = new ArrayList<>();

	final List<Map<String, Object>> answers = new ArrayList<>();

	final Map<String, Object> extra = new LinkedHashMap<>();

	final Instant createdAt;

	String session;

	String state = "pending";

	Instant stateSince;

	@Nullable Instant finishedAt;

	@Nullable String status;

	@Nullable String reason;

	@Nullable String parent;

	@Nullable Map<String, Object> question;

	@Nullable Map<String, Object> failure;

	long current;

	long total;

	long dropped;

	long version = 1;

	FakeTask(int number, String name, String kind, String session, Instant createdAt) {
		this.number = number;
		this.uid = "01934a00-0000-7000-8000-%012x".formatted(number);
		this.name = name;
		this.kind = kind;
		this.session = session;
		this.createdAt = createdAt;
		this.stateSince = createdAt;
		moment("registered", createdAt, null, null);
	}

	boolean live() {
		return LIVE.contains(this.state);
	}

	void to(String next, Instant time, @Nullable String type, @Nullable String text) {
		this.state = next;
		this.stateSince = time;
		this.version++;
		if (!live()) {
			this.finishedAt = time;
			this.question = null;
		}
		moment((type != null) ? type : next, time, text, null);
	}

	void moment(String type, Instant time, @Nullable String text, @Nullable String by) {
		this.moments.add(FakeJson.object("time", time.toString(), "type", type, "text", text, "by", by, "attempt",
				type.equals("started") ? 1 : null));
	}

	void line(String stream, String text, Instant time) {
		this.lines.add(FakeJson.object("position", this.dropped + this.lines.size() + 1, "stream", stream, "text", text,
				"time", time.toString()));
	}

	void ask(String key, String prompt, @Nullable Map<String, Object> schema, Instant time) {
		to("waiting", time, null, prompt);
		this.question = FakeJson.object("key", key, "number", 1, "prompt", prompt, "expected", schema, "since",
				time.toString(), "deadline", time.plusSeconds(3600).toString());
	}

	Map<String, Object> row() {
		Map<String, Object> row = FakeJson.object("uid", this.uid, "id", this.kind + "-" + this.number, "session",
				this.session, "kind", this.kind, "name", this.name, "state", this.state, "stateSince",
				this.stateSince.toString(), "createdAt", this.createdAt.toString(), "startedAt",
				this.state.equals("pending") ? null : this.createdAt.plusMillis(40).toString(), "finishedAt",
				(this.finishedAt != null) ? this.finishedAt.toString() : null, "status", this.status, "attempt", 1,
				"maxAttempts", 3, "failure", this.failure, "cancelReason", this.reason, "worker", "node-a", "version",
				this.version);
		if (this.total > 0) {
			row.put("progress", FakeJson.object("current", this.current, "total", this.total, "unit", "rows"));
		}
		if (this.question != null) {
			row.put("asks", FakeJson.object("key", this.question.get("key"), "number", 1, "prompt",
					this.question.get("prompt")));
		}
		return row;
	}

}
