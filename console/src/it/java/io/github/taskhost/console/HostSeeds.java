package io.github.taskhost.console;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InputDeclinedException;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskLinks;
import org.jspecify.annotations.Nullable;

/**
 * Gives a real host tasks with the names of those of {@link FakeSeeds}, in the same order.
 */
final class HostSeeds {

	private static final String[] KINDS = { "import", "report", "agent", "thumbnail", "sync" };

	private static final String[] SESSIONS = { "anna@example.org", "ben@example.org", "nightly", "tenant:42" };

	private final HostTasks tasks;

	HostSeeds(HostTasks tasks) {
		this.tasks = tasks;
	}

	/** All tasks with which the scenarios begin. */
	void all(int count) {
		many(count);
		hostile();
		family();
		questions();
		output();
		schedules();
	}

	private void schedules() {
		TaskRequest compress = TaskRequest.of("compress").input(new HostApplications.Kinds.Folder("/archive", 12));
		this.tasks.host.session("nightly")
			.schedule("compress-archive", Schedule.cron("0 0 3 * * *", ZoneId.of("Europe/Berlin")), compress);
		this.tasks.host.session("nightly").schedule("compress-inbox", Schedule.every(Duration.ofHours(4)), compress);
		this.tasks.host.session("tenant:42").schedule("compress-rest", Schedule.fixedDelay(Duration.ofDays(1)), compress);
		this.tasks.host.session("tenant:42").schedules().pause("compress-rest");
	}

	/** Live tasks alone, of which the newest are moved on. */
	void live(int count, int moved) {
		for (int i = 0; i < count; i++) {
			String kind = KINDS[i % KINDS.length];
			String name = kind + " of " + (1000 + i * 7);
			TaskReporter reporter = this.tasks.external(name, this.tasks.named(name, kind).build(),
					SESSIONS[(i / 3) % SESSIONS.length]);
			reporter.progress(Progress.of(i % 1000, 1000L, "rows"));
			if (i >= count - moved) {
				this.tasks.move(reporter);
			}
		}
	}

	/** Many tasks in all states. */
	void many(int count) {
		for (int i = 0; i < count; i++) {
			String kind = KINDS[i % KINDS.length];
			String name = kind + " of " + (1000 + i * 7);
			begin(name, this.tasks.named(name, kind), SESSIONS[(i / 3) % SESSIONS.length], i);
		}
	}

	private void begin(String name, BackgroundTaskRegistration.Builder registration, String session, int i) {
		if (i % 10 == 9) {
			this.tasks.pending(name, registration.build(), session);
			return;
		}
		TaskReporter reporter = this.tasks.external(name, registration.build(), session);
		reporter.status("reading part " + i % 9);
		reporter.progress(Progress.of((i * 37L) % (1000 + i * 13L), 1000 + i * 13L, "rows"));
		switch (i % 10) {
			case 0, 1, 2, 3 -> this.tasks.move(reporter);
			case 4, 5, 6 -> reporter.complete(null);
			case 7 -> reporter.fail(new TaskFailure((i % 20 == 7) ? FailureKind.TIMEOUT : FailureKind.EXCEPTION,
					"java.io.IOException", "java.io.IOException: connection reset by peer after " + i + " s"));
			default -> this.tasks.host.task(reporter.uid()).cancel("No longer needed");
		}
	}

	private void hostile() {
		for (String text : FakeSeeds.HOSTILE) {
			HostTask task = this.tasks.body(text,
					this.tasks.named(text, "hostile").input(new JsonPayload("\"" + escaped(text) + "\"")).build(),
					"hostile", (own, context) -> {
						speak(context, text);
						own.awaitEnd();
						return text;
					});
			this.tasks.await(task, (record) -> record.summary() != null);
		}
	}

	private static void speak(BackgroundTaskContext context, String text) {
		context.status(text);
		context.output("stdout", text);
		context.post(text);
		context.link(new TaskLinks("child", text, List.of(text, "https://example.org/a?b=c")));
		context.artifact(new TaskArtifact(text, "application/pdf", null, "https://example.org/report.pdf"));
		context.result(text);
		context.summary(text);
	}

	private static String escaped(String text) {
		return text.replace("\\", "\\\\").replace("\"", "\\\"");
	}

	private void family() {
		String nightly = "nightly reconciliation";
		TaskReporter root = this.tasks.external(nightly, this.tasks.named(nightly, "report").build(), "nightly");
		root.progress(Progress.of(5, 40L, "accounts"));
		this.tasks.move(root);
		for (int i = 0; i < 12; i++) {
			String name = "reconcile account " + i;
			begin(name, this.tasks.named(name, "sync").parentTaskId(root.taskId()), "nightly", i);
		}
		String first = this.tasks.named("reconcile account 0").id;
		this.tasks.external("fetch statements",
				this.tasks.named("fetch statements", "sync").parentTaskId(first).build(), "nightly");
	}

	private void questions() {
		ask("refund order 4711", InputRequest.of("approve", "Refund 240.00 EUR to customer 4711?"), """
				{"type":"object","properties":{"action":{"type":"string","enum":["approve","stop"]}},"required":["action"]}""");
		ask("book a room", InputRequest.of("room", "Which room, and for how many people?"), """
				{"type":"object","required":["room","people"],"properties":{
				"room":{"type":"string","title":"Room","enum":["Ada","Grace","Edsger","Barbara","Donald"]},
				"people":{"type":"integer","title":"People","minimum":1,"description":"with the host","maximum":12},
				"budget":{"type":"integer","title":"Budget"},
				"catering":{"type":"boolean","title":"Catering"},
				"day":{"type":"string","format":"date","title":"Day"},
				"note":{"type":"string","title":"Note","maxLength":400}}}""");
		ask("merge contacts", InputRequest.of("merge", "Which records belong together?"), """
				{"type":"array","items":{"type":"string"}}""");
		ask("name the release", InputRequest.of("name", "What is the release called?"), """
				{"type":"string","maxLength":40}""");
		ask("pay the invoice", InputRequest.of("pay", "Pay 12,000 EUR?").withAuthority("finance"), """
				{"type":"boolean"}""");
	}

	private void ask(String name, InputRequest question, String schema) {
		HostTask task = this.tasks.body(name, this.tasks.named(name, "agent").build(), "anna@example.org",
				(own, context) -> {
					askOnce(context, question.withExpected(new JsonPayload(schema)));
					own.awaitEnd();
					return null;
				});
		this.tasks.await(task, (record) -> record.inputRequest() != null);
	}

	private static void askOnce(BackgroundTaskContext context, InputRequest question) throws InterruptedException {
		try {
			context.status("goes on after " + context.requestInput(question).key());
		}
		catch (InputDeclinedException ex) {
			context.status("goes on without an answer");
		}
	}

	private void output() {
		HostTask task = this.tasks.body("index the archive",
				this.tasks.named("index the archive", "import")
					.input(new JsonPayload("{\"source\":\"s3\",\"big\":9007199254740993}"))
					.maxAttempts(3)
					.build(),
				"ben@example.org", this::index);
		this.tasks.await(task, (record) -> "2019 is skipped".equals(record.summary()));
		this.tasks.move(Objects.requireNonNull(task.context));
	}

	private @Nullable Object index(HostTask own, BackgroundTaskContext context) throws InterruptedException {
		for (int i = -38; i < 120; i++) {
			context.output((i % 17 == 3) ? "stderr" : "stdout",
					"indexed /archive/2024/" + i + ".xml in " + (12 + i % 9) + " ms");
		}
		context.progress(Progress.of(120, 100_000L, "rows"));
		context.post("2019 is skipped.");
		context.summary("2019 is skipped");
		own.awaitEnd();
		return null;
	}

}
