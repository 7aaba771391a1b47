package io.github.taskhost.autoconfigure.recipes;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;
import org.slf4j.MDC;

import static io.github.taskhost.autoconfigure.recipes.RecipeCheck.tenLines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * The expected effects of the further uses.
 */
final class FurtherUses {

	private FurtherUses() {
	}

	static void addTo(Map<String, RecipeCheck> checks) {
		checks.put("Define work that is started by name", tenLines(FurtherUses::kind));
		checks.put("React to failures", tenLines(FurtherUses::failures));
		checks.put("Follow the events of a session", tenLines(FurtherUses::subscription));
		checks.put("Stream the tasks of a user to a browser", tenLines(FurtherUses::stream));
		checks.put("Wait for a task in a controller", tenLines(FurtherUses::controller));
		checks.put("Start children that end with their parent", tenLines(FurtherUses::children));
		checks.put("Hand tasks over when a session closes", tenLines(FurtherUses::successor));
		checks.put("Stop work that hangs", tenLines(FurtherUses::heartbeat));
		checks.put("Drive a remote system", tenLines(FurtherUses::executor));
		checks.put("Send a message to a running task", tenLines(FurtherUses::message));
		checks.put("Accept a refusal to answer", tenLines(FurtherUses::refusal));
		checks.put("Go on where the last attempt stopped", tenLines(FurtherUses::steps));
		checks.put("Offer a file for download", tenLines(FurtherUses::artifact));
		checks.put("Limit the number that run at once", tenLines(FurtherUses::limit));
		checks.put("Compute on platform threads", tenLines(FurtherUses::platformThread));
		checks.put("Keep the log context", tenLines(FurtherUses::logContext));
		checks.put("Start after the commit", tenLines(FurtherUses::transaction));
		checks.put("Accept work at most once an hour", tenLines(FurtherUses::atMostOnce));
		checks.put("Wait for the last of many requests", tenLines(FurtherUses::lastRequest));
		checks.put("Surround every body", tenLines(FurtherUses::interceptor));
		checks.put("Keep output and read it", tenLines(FurtherUses::output));
		checks.put("Show work that runs elsewhere", tenLines(FurtherUses::externalWork));
		checks.put("Test a delay without waiting", tenLines(Stage::runToCompletion));
	}

	private static void steps(Stage stage) throws Exception {
		stage.run();
		BackgroundTaskRecord record = stage.endAfterSteps(Duration.ofMinutes(5));
		stage.assertCompleted(record);
		assertThat(record.attempt()).isEqualTo(3);
		assertThat(stage.mailer.next()).isEqualTo("sync begins");
		assertThat(stage.mailer.nextWithin(0)).isNull();
	}

	private static void atMostOnce(Stage stage) throws Exception {
		stage.runToCompletion();
		stage.run();
		assertThat(stage.archive.next()).hasToString("Order[id=4711]");
		assertThat(stage.session.list()).singleElement()
			.returns(Duration.ofHours(1), BackgroundTaskRecord::idempotencyWindow);
	}

	private static void lastRequest(Stage stage) throws Exception {
		stage.run();
		stage.assertCompleted(stage.endAfterSteps(Duration.ofSeconds(30)));
		assertThat(stage.archive.next()).hasToString("Order[id=4712]");
		assertThat(stage.archive.nextWithin(0)).isNull();
		assertThat(stage.session.list()).hasSize(1);
	}

	private static void kind(Stage stage) throws Exception {
		assertThat(digest(stage, "digest").hex()).isEqualTo("5e918d2");
	}

	private static Services.Digest digest(Stage stage, String kind) throws Exception {
		BackgroundTaskHandle<Services.Digest> task = stage.session.submit(TaskRequest.of(kind).input("hello"),
				Services.Digest.class);
		task.await(Duration.ofSeconds(10));
		return task.result();
	}

	private static void failures(Stage stage) throws Exception {
		stage.session.run("doomed", (context) -> {
			throw new IllegalStateException("boom");
		});
		assertThat(stage.alerts.next().toString()).contains("boom");
	}

	private static void subscription(Stage stage) throws Exception {
		stage.runToCompletion();
		assertThat(stage.mailer.next().toString()).startsWith("Registered[");
	}

	private static void stream(Stage stage) throws Exception {
		String id = stage.session.run("mail", (context) -> {
		}).id();
		assertThat(stage.firstData("/events")).contains(id);
	}

	private static void controller(Stage stage) throws Exception {
		String id = stage.session.run("mail", (context) -> {
		}).id();
		HttpResponse<String> end = stage.get("/tasks/" + id + "/end");
		assertThat(end.statusCode()).as(end.body()).isEqualTo(200);
		assertThat(end.body()).contains("\"state\":\"completed\"");
		assertThat(stage.get("/tasks/none/end").statusCode()).isEqualTo(404);
	}

	private static void children(Stage stage) throws Exception {
		stage.run();
		stage.crawler.next();
		stage.task().cancel("no longer wanted");
		stage.host.awaitIdle(Duration.ofSeconds(10));
		assertThat(stage.session.list()).extracting(BackgroundTaskRecord::state)
			.containsExactly(BackgroundTaskState.CANCELLED, BackgroundTaskState.CANCELLED);
	}

	private static void successor(Stage stage) throws Exception {
		stage.run();
		List<String> transferred = stage.variable("report", SessionCloseReport.class).transferred();
		assertThat(stage.host.session("night-shift").list()).extracting(BackgroundTaskRecord::id)
			.hasSize(1)
			.containsExactlyElementsOf(transferred);
		stage.host.session("night-shift").cancelAll(null);
		stage.host.awaitIdle(Duration.ofSeconds(10));
	}

	private static void heartbeat(Stage stage) throws Exception {
		stage.submit("convert");
		stage.printer.next();
		stage.assertFailed(stage.endAfterSteps(Duration.ofSeconds(30)), FailureKind.HEARTBEAT_LOST);
	}

	private static void executor(Stage stage) throws Exception {
		stage.submit("render");
		stage.renderer.next();
		stage.renderer.end();
		assertThat(stage.end().summary()).isEqualTo("rendered");
		BackgroundTaskHandle<Object> second = stage.submit("render");
		assertThat(stage.renderer.next()).isEqualTo("start " + second.id());
		second.cancel(null);
		assertThat(stage.renderer.next()).isEqualTo("stop " + second.id());
		assertThat(second.await(Duration.ofSeconds(10)).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	private static void message(Stage stage) throws Exception {
		stage.runToCompletion();
		assertThat(stage.mailer.next()).isEqualTo("look at page 7 too");
	}

	private static void refusal(Stage stage) throws Exception {
		CommonUses.ask(stage);
		stage.task().decline("go-live", "not on a Friday");
		stage.assertCompleted(stage.end());
		assertThat(stage.mailer.next()).isEqualTo("not published: not on a Friday");
	}

	private static void artifact(Stage stage) throws Exception {
		stage.runToCompletion();
		assertThat(stage.end().artifacts()).extracting(TaskArtifact::url).containsExactly("/files/orders.csv");
	}

	private static void limit(Stage stage) throws Exception {
		BackgroundTaskHandle<Object> first = stage.submit("print");
		stage.printer.next();
		BackgroundTaskHandle<Object> second = stage.submit("print");
		assertThat(second.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		first.cancelNow(null);
		assertThat(stage.printer.next()).hasToString("Order[id=4711]");
		assertThat(second.record().state()).isEqualTo(BackgroundTaskState.RUNNING);
	}

	private static void platformThread(Stage stage) throws Exception {
		assertThat(digest(stage, "hash").virtualThread()).isFalse();
	}

	private static void logContext(Stage stage) throws Exception {
		try {
			stage.runToCompletion();
			assertThat(stage.mailer.next()).isEqualTo("acme");
		}
		finally {
			MDC.remove("tenant");
		}
	}

	private static void transaction(Stage stage) throws Exception {
		stage.transactions.executeWithoutResult((status) -> {
			assertThatCode(stage::run).doesNotThrowAnyException();
			assertThat(stage.task().record().state()).isEqualTo(BackgroundTaskState.PENDING);
			status.setRollbackOnly();
		});
		assertThat(stage.session.list()).isEmpty();
		stage.runToCompletion();
		assertThat(stage.mailer.next()).hasToString("Order[id=4711]");
		assertThat(stage.mailer.nextWithin(0)).isNull();
	}

	private static void interceptor(Stage stage) throws Exception {
		String id = stage.session.run("mail", (context) -> {
		}).id();
		assertThat(stage.log.next()).isEqualTo("started " + id);
	}

	private static void output(Stage stage) throws Exception {
		stage.runToCompletion();
		List<?> lines = stage.variable("lines", List.class);
		assertThat(lines).hasSize(1).first().returns("3 files compiled", (line) -> ((TaskOutputLine) line).text());
	}

	private static void externalWork(Stage stage) throws Exception {
		stage.runToCompletion();
		assertThat(stage.end().progress()).isEqualTo(Progress.of(4, 10, "steps"));
		assertThat(stage.end().summary()).isEqualTo("10 steps");
	}

}
