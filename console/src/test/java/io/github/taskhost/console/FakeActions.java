package io.github.taskhost.console;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The changes that the invented server takes. Its methods are called under the lock of
 * the tasks.
 */
class FakeActions {

	private static final int STEP = 100;

	private final FakeTasks tasks;

	private final FakeApi api;

	FakeActions(FakeTasks tasks, FakeApi api) {
		this.tasks = tasks;
		this.api = api;
	}

	FakeAnswer task(String uid, String action, FakeQuery form) {
		FakeTask task = this.tasks.find(uid);
		if (task == null) {
			return FakeAnswer.problem(404, "The task is gone.");
		}
		return switch (action) {
			case "cancel" -> cancel(task, form);
			case "answer" -> answer(task, form);
			case "decline" -> decline(task, form);
			case "message" -> message(task, form);
			default -> FakeAnswer.problem(404, "Unknown action.");
		};
	}

	private FakeAnswer cancel(FakeTask task, FakeQuery form) {
		if (!this.tasks.cancel(task, form.first("reason"))) {
			return FakeAnswer.ok("task", task.row());
		}
		return FakeAnswer.ok("task", task.row());
	}

	private FakeAnswer answer(FakeTask task, FakeQuery form) {
		String answer = form.firstOr("answer", "");
		String refusal = refusal(task, answer);
		if (refusal != null) {
			return FakeAnswer.problem((task.question == null) ? 409 : 400, refusal);
		}
		Map<String, Object> question = Objects.requireNonNull(task.question);
		task.answers.add(FakeJson.object("key", question.get("key"), "number", 1, "text", answer, "time",
				Instant.now().toString(), "by", "op"));
		task.question = null;
		task.to("running", Instant.now(), "answered", answer);
		return FakeAnswer.ok("task", task.row(), "delivery", "delivered");
	}

	private static @Nullable String refusal(FakeTask task, String answer) {
		if (task.question == null) {
			return "The question is over.";
		}
		try {
			FakeJson.check(answer);
		}
		catch (JacksonException ex) {
			return "The answer is not JSON.";
		}
		return answer.contains("\"people\":99") ? "people: expected at most 12, found 99." : null;
	}

	private FakeAnswer decline(FakeTask task, FakeQuery form) {
		task.question = null;
		task.to("running", Instant.now(), "declined", null);
		return FakeAnswer.ok("task", task.row(), "delivery", "delivered");
	}

	private FakeAnswer message(FakeTask task, FakeQuery form) {
		task.messages.add(FakeJson.object("id", task.messages.size() + 1, "direction", "in", "parts",
				List.of(Map.of("text", form.firstOr("text", ""))), "time", Instant.now().toString(), "sender", "op",
				"delivery", "queued"));
		task.version++;
		return FakeAnswer.ok("delivery", "queued");
	}

	FakeAnswer bulk(FakeQuery form) {
		List<FakeTask> chosen = chosen(form);
		if (form.first("preview") != null) {
			return FakeAnswer.ok("count", chosen.size(), "until", this.tasks.all().getLast().uid, "tasks",
					chosen.stream().limit(5).map((task) -> Map.of("uid", task.uid, "name", task.name)).toList());
		}
		List<FakeTask> step = chosen.subList(0, Math.min(STEP, chosen.size()));
		long asked = step.stream().filter((task) -> this.tasks.cancel(task, form.first("reason"))).count();
		String next = (chosen.size() > step.size()) ? step.getLast().uid : null;
		return FakeAnswer.ok("asked", asked, "skipped", step.size() - asked, "next", next);
	}

	private List<FakeTask> chosen(FakeQuery form) {
		if (!form.all("uid").isEmpty()) {
			return this.tasks.all().stream().filter((task) -> form.all("uid").contains(task.uid)).toList();
		}
		String until = form.first("until");
		return this.api.matching(form)
			.stream()
			.filter(FakeTask::live)
			.filter((task) -> until == null || task.uid.compareTo(until) <= 0)
			.filter((task) -> form.first("after") == null || task.uid.compareTo(form.firstOr("after", "")) > 0)
			.toList();
	}

	FakeAnswer closeSession(FakeQuery form) {
		String session = form.firstOr("session", "");
		List<String> cancelled = this.tasks.all()
			.stream()
			.filter((task) -> task.session.equals(session))
			.filter((task) -> this.tasks.cancel(task, "session closed"))
			.map((task) -> task.uid)
			.toList();
		return FakeAnswer.ok("kept", List.of(), "cancelled", cancelled, "transferred", List.of(), "interrupted",
				List.of());
	}

}
