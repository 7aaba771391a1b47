package io.github.taskhost.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The JSON that the invented server reads and writes. Its methods are called under the
 * lock of the tasks.
 */
class FakeApi {

	private static final int POINTS = 60;

	private final FakeTasks tasks;

	FakeApi(FakeTasks tasks) {
		this.tasks = tasks;
	}

	private static String now() {
		return Instant.now().toString();
	}

	Map<String, Object> overview() {
		Map<String, Integer> states = new TreeMap<>(
				Map.of("pending", 0, "running", 0, "waiting", 0, "cancel_requested", 0));
		this.tasks.all().forEach((task) -> states.computeIfPresent(task.state, (state, count) -> count + 1));
		FakeTask question = first((task) -> task.question != null);
		FakeTask pending = first((task) -> task.state.equals("pending"));
		long ended = this.tasks.all().stream().filter((task) -> !task.live()).count();
		return FakeJson.object("now", now(), "phase", "running", "workerId", "node-a", "states", states, "retained",
				ended, "sessions", sessionCounts().size(), "hidden", 2, "unresponsive", 1, "unstopped", 2,
				"unresponsiveTasks", this.tasks.all().stream().limit(2).map(FakeApi::asked).toList(), "oldestPending",
				(pending != null)
						? Map.of("since", pending.createdAt.toString(), "uid", pending.uid, "name", pending.name)
						: null,
				"oldestQuestion", (question != null) ? asked(question) : null, "kinds", kinds(true), "nodes", nodes(),
				"series", series());
	}

	private @Nullable FakeTask first(Predicate<FakeTask> predicate) {
		return this.tasks.all().stream().filter(predicate).findFirst().orElse(null);
	}

	private static Map<String, Object> asked(FakeTask task) {
		return FakeJson.object("since", task.stateSince.toString(), "uid", task.uid, "name", task.name, "prompt",
				(task.question != null) ? task.question.get("prompt") : null);
	}

	private static List<Map<String, Object>> nodes() {
		return List.of(
				FakeJson.object("worker", "node-a", "name", "blue", "own", true, "lease", "held", "leaseAge", "PT1S",
						"running", 40, "draining", false),
				FakeJson.object("worker", "node-b", "name", "green", "own", false, "lease", "expired", "leaseAge",
						"PT14S", "running", 3, "draining", true));
	}

	private static Map<String, Object> series() {
		long start = Instant.now().getEpochSecond() / 5 * 5 - POINTS * 5;
		return FakeJson.object("step", 5, "start", Instant.ofEpochSecond(start).toString(), "completed",
				points(start, 40, 7), "failed", points(start, 6, 11), "cancelled", points(start, 3, 5), "live",
				points(start, 90, 3));
	}

	private static List<Integer> points(long start, int height, int step) {
		return IntStream.range(0, POINTS)
			.map((i) -> (int) Math.abs(height + height / 2.0 * Math.sin((start / 5.0 + i) / step)))
			.boxed()
			.toList();
	}

	List<Map<String, Object>> kinds(boolean small) {
		Map<String, Map<String, Integer>> counts = new TreeMap<>();
		this.tasks.all()
			.forEach((task) -> counts.computeIfAbsent(task.kind, (kind) -> new HashMap<>())
				.merge(task.state, 1, Integer::sum));
		List<Map<String, Object>> kinds = new ArrayList<>();
		counts.forEach((kind, states) -> kinds.add(small ? smallKind(kind, states) : kind(kind, states)));
		return kinds;
	}

	private static Map<String, Object> smallKind(String name, Map<String, Integer> states) {
		return FakeJson.object("name", name, "live", 1, "pending", states.getOrDefault("pending", 0), "running",
				states.getOrDefault("running", 0), "waiting", states.getOrDefault("waiting", 0), "cancelRequested",
				states.getOrDefault("cancel_requested", 0), "completed", states.getOrDefault("completed", 0), "failed",
				states.getOrDefault("failed", 0), "cancelled", states.getOrDefault("cancelled", 0));
	}

	private static Map<String, Object> kind(String name, Map<String, Integer> states) {
		return FakeJson.object("name", name, "description", "Invented work of the kind " + name + ".", "options",
				FakeJson.object("timeout", "PT10M", "maxAttempts", 3, "cancelPolicy", "interrupt", "closePolicy",
						"cancel"),
				"inputSchemaText", "{\n  \"type\": \"object\"\n}", "live", states, "started", 100, "completed",
				states.getOrDefault("completed", 0), "failed", states.getOrDefault("failed", 0), "cancelled",
				states.getOrDefault("cancelled", 0));
	}

	Map<String, Object> page(FakeQuery query) {
		boolean oldest = "oldest".equals(query.first("order"));
		List<FakeTask> matching = new ArrayList<>(matching(query));
		matching.sort(Comparator.comparingInt((FakeTask task) -> oldest ? task.number : -task.number));
		int limit = Integer.parseInt(query.firstOr("limit", "50"));
		int from = from(matching, query, limit);
		List<FakeTask> page = matching.subList(from, Math.min(matching.size(), from + limit));
		return FakeJson.object("now", now(), "tasks", page.stream().map(FakeTask::row).toList(), "next",
				(from + limit < matching.size()) ? page.getLast().uid : null, "previous",
				(from > 0) ? page.getFirst().uid : null);
	}

	private static int from(List<FakeTask> matching, FakeQuery query, int limit) {
		List<String> uids = matching.stream().map((task) -> task.uid).toList();
		String after = query.first("after");
		String before = query.first("before");
		return (after != null) ? uids.indexOf(after) + 1
				: (before != null) ? Math.max(0, uids.indexOf(before) - limit) : 0;
	}

	List<FakeTask> matching(FakeQuery query) {
		return this.tasks.all().stream().filter((task) -> matches(task, query)).toList();
	}

	private static boolean matches(FakeTask task, FakeQuery query) {
		String text = query.firstOr("text", "");
		String age = query.first("olderThan");
		return task.name.contains(text) && query.allows("session", task.session) && query.allows("kind", task.kind)
				&& query.allows("state", task.state) && query.allows("worker", "node-a")
				&& query.allows("parent", task.parent)
				&& query.allows("failure", (task.failure != null) ? (String) task.failure.get("kind") : null)
				&& (age == null || FakeTasks.age(task).compareTo(Duration.parse(age)) > 0);
	}

	Map<String, Object> detail(FakeTask task) {
		Map<String, Object> detail = task.row();
		detail.putAll(FakeJson.object("now", now(), "mode", "managed", "producer", "FakeConsole", "parentUid",
				task.parent, "ancestors", ancestors(task), "childrenCount", children(task.uid).size(), "cancelPolicy",
				"interrupt", "closePolicy", "cancel", "timeout", "PT10M", "duration", "PT3S", "input",
				Map.of("text", "{\n  \"source\": \"s3\",\n  \"big\": 9007199254740993\n}", "size", 44), "attempts",
				List.of(FakeJson.object("number", 1, "startedAt", task.createdAt.plusMillis(40).toString(), "worker",
						"node-a", "failure", task.failure)),
				"question", task.question, "canAnswer", task.question != null, "canMessage", task.live(), "canCancel",
				task.live(), "canReattach", false, "unresponsive", false, "answers", task.answers, "timeline",
				task.moments));
		detail.putAll(task.extra);
		return detail;
	}

	private List<Map<String, Object>> ancestors(FakeTask task) {
		List<Map<String, Object>> ancestors = new ArrayList<>();
		FakeTask one = (task.parent != null) ? this.tasks.find(task.parent) : null;
		while (one != null) {
			ancestors.addFirst(FakeJson.object("uid", one.uid, "name", one.name, "state", one.state));
			one = (one.parent != null) ? this.tasks.find(one.parent) : null;
		}
		return ancestors;
	}

	List<Map<String, Object>> children(String uid) {
		return this.tasks.all().stream().filter((task) -> uid.equals(task.parent)).map(FakeTask::row).toList();
	}

	private Map<String, Map<String, Integer>> sessionCounts() {
		Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
		this.tasks.all()
			.forEach((task) -> counts.computeIfAbsent(task.session, (id) -> new TreeMap<>())
				.merge(task.state, 1, Integer::sum));
		return counts;
	}

	List<Map<String, Object>> sessions(String text) {
		List<Map<String, Object>> sessions = new ArrayList<>();
		sessionCounts().forEach((id, states) -> {
			int ended = states.getOrDefault("completed", 0) + states.getOrDefault("failed", 0)
					+ states.getOrDefault("cancelled", 0);
			int all = states.values().stream().mapToInt(Integer::intValue).sum();
			if (id.contains(text)) {
				sessions.add(FakeJson.object("id", id, "states", states, "live", all - ended, "ended", ended, "hidden",
						1, "open", true, "oldest", Instant.now().minusSeconds(4000).toString()));
			}
		});
		return sessions;
	}

}
