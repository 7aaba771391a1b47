package io.github.taskhost.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The tasks with which the invented server begins.
 */
final class FakeSeeds {

	/** Texts that would act if a page took them for markup. */
	static final List<String> HOSTILE = List.of("<img src=x onerror=\"window.pwned=1\">",
			"<script>window.pwned=1</script>", "\"><svg onload=window.pwned=1>", "${window.pwned=1} {{pwned=1}}",
			"javascript:window.pwned=1", "x".repeat(128), "\u202Egnp.exe\u202C", "名前 🚀 имя", "</textarea></title>",
			"' onmouseover='window.pwned=1");

	private static final String[] KINDS = { "import", "report", "agent", "thumbnail", "sync" };

	private static final String[] SESSIONS = { "anna@example.org", "ben@example.org", "nightly", "tenant:42" };

	private final List<FakeTask> tasks = new ArrayList<>();

	private final Instant now;

	private FakeSeeds(Instant now) {
		this.now = now;
	}

	static List<FakeTask> at(Instant now, int count) {
		FakeSeeds seeds = new FakeSeeds(now);
		seeds.many(count);
		seeds.hostile();
		seeds.family();
		seeds.questions();
		seeds.output();
		return seeds.tasks;
	}

	private FakeTask add(String name, String kind, String session, long age) {
		FakeTask task = new FakeTask(this.tasks.size() + 1, name, kind, session, this.now.minusSeconds(age));
		this.tasks.add(task);
		return task;
	}

	private void many(int count) {
		for (int i = 0; i < count; i++) {
			String kind = KINDS[i % KINDS.length];
			FakeTask task = add(kind + " of " + (1000 + i * 7), kind, SESSIONS[(i / 3) % SESSIONS.length],
					(count - i) * 9L);
			begin(task, i);
		}
	}

	private void begin(FakeTask task, int i) {
		Instant started = task.createdAt.plusMillis(40);
		switch (i % 10) {
			case 0, 1, 2, 3 -> run(task, started, i);
			case 4, 5, 6 -> {
				run(task, started, i);
				task.to("completed", task.createdAt.plusSeconds(4 + i % 50), null, null);
				task.current = task.total;
			}
			case 7 -> fail(task, started, i);
			case 8 -> {
				run(task, started, i);
				task.reason = "No longer needed";
				task.to("cancelled", task.createdAt.plusSeconds(6), null, task.reason);
			}
			default -> task.status = "waits for a slot";
		}
	}

	private void run(FakeTask task, Instant started, int i) {
		task.to("running", started, "started", null);
		task.total = 1000 + i * 13L;
		task.current = (i * 37L) % task.total;
		task.status = "reading part " + i % 9;
	}

	private void fail(FakeTask task, Instant started, int i) {
		run(task, started, i);
		task.failure = FakeJson.object("kind", (i % 20 == 7) ? "timeout" : "exception", "message",
				"java.io.IOException: connection reset by peer after " + i + " s", "type", "java.io.IOException",
				"stack",
				"java.io.IOException: reset\n\tat app.Import.read(Import.java:42)\n\tat app.Import.run(Import.java:17)");
		task.to("failed", task.createdAt.plusSeconds(9), null, "connection reset by peer");
	}

	private void hostile() {
		for (String text : HOSTILE) {
			FakeTask task = add(text, "hostile", "hostile", 300);
			run(task, task.createdAt.plusMillis(40), 3);
			task.status = text;
			task.line("out", text, this.now);
			task.messages.add(message(1, "out", text));
			task.extra.put("links", FakeJson.object("childSessionId", "child", "remoteTask", text, "resources",
					List.of(text, "https://example.org/a?b=c")));
			task.extra.put("artifacts",
					List.of(FakeJson.object("name", text, "url", "javascript:window.pwned=1"), FakeJson.object("name",
							"report", "url", "https://example.org/report.pdf", "type", "application/pdf")));
			task.extra.put("result", FakeJson.object("text", text, "size", text.length()));
			task.failure = FakeJson.object("kind", "exception", "message", text);
		}
	}

	private void family() {
		FakeTask root = add("nightly reconciliation", "report", "nightly", 260);
		run(root, root.createdAt.plusMillis(40), 5);
		for (int i = 0; i < 12; i++) {
			FakeTask child = add("reconcile account " + i, "sync", "nightly", 250 - i);
			child.parent = root.uid;
			begin(child, i);
		}
		FakeTask grandchild = add("fetch statements", "sync", "nightly", 200);
		grandchild.parent = this.tasks.get(root.number).uid;
		run(grandchild, grandchild.createdAt.plusMillis(40), 2);
	}

	private void questions() {
		ask("refund order 4711", "approve", "Refund 240.00 EUR to customer 4711?",
				object(Map.of("action", Map.of("type", "string", "enum", List.of("approve", "stop")))));
		ask("book a room", "room", "Which room, and for how many people?", formSchema());
		ask("merge contacts", "merge", "Which records belong together?",
				Map.of("type", "array", "items", Map.of("type", "string")));
		ask("name the release", "name", "What is the release called?", Map.of("type", "string", "maxLength", 40));
		FakeTask locked = ask("pay the invoice", "pay", "Pay 12,000 EUR?", Map.of("type", "boolean"));
		locked.extra.put("canAnswer", false);
		locked.extra.put("answerReason", "Answering 'pay' requires the authority 'finance'. Sign in first.");
	}

	private FakeTask ask(String name, String key, String prompt, Map<String, Object> schema) {
		FakeTask task = add(name, "agent", "anna@example.org", 120);
		run(task, task.createdAt.plusMillis(40), 4);
		task.ask(key, prompt, schema, this.now.minusSeconds(90));
		return task;
	}

	private static Map<String, Object> formSchema() {
		return FakeJson.object("type", "object", "required", List.of("room", "people"), "properties",
				FakeJson.object("room",
						Map.of("type", "string", "title", "Room", "enum",
								List.of("Ada", "Grace", "Edsger", "Barbara", "Donald")),
						"people",
						Map.of("type", "integer", "title", "People", "minimum", 1, "maximum", 12, "description",
								"with the host"),
						"budget", Map.of("type", "integer", "title", "Budget"), "catering",
						Map.of("type", "boolean", "title", "Catering"), "day",
						Map.of("type", "string", "format", "date", "title", "Day"), "note",
						Map.of("type", "string", "title", "Note", "maxLength", 400)));
	}

	private static Map<String, Object> object(Map<String, Object> properties) {
		return FakeJson.object("type", "object", "properties", properties, "required",
				List.copyOf(properties.keySet()));
	}

	private void output() {
		FakeTask task = add("index the archive", "import", "ben@example.org", 60);
		run(task, task.createdAt.plusMillis(40), 6);
		task.dropped = 38;
		for (int i = 0; i < 120; i++) {
			task.line((i % 17 == 3) ? "err" : "out", "indexed /archive/2024/" + i + ".xml in " + (3 + i % 9) + " ms",
					this.now.minusSeconds(120 - i));
		}
		task.messages.add(message(1, "in", "Skip the year 2019, please."));
		task.messages.add(message(2, "out", "2019 is skipped."));
		task.extra.put("noisy", true);
	}

	private Map<String, Object> message(int id, String direction, String text) {
		return FakeJson.object("id", id, "direction", direction, "parts", List.of(Map.of("text", text)), "time",
				this.now.minusSeconds(40).toString(), "sender", direction.equals("in") ? "op" : "task", "delivery",
				"delivered");
	}

}
