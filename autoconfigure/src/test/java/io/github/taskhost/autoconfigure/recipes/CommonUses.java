package io.github.taskhost.autoconfigure.recipes;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.Progress;

import static io.github.taskhost.autoconfigure.recipes.RecipeCheck.threeLines;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The expected effects of the seventeen common uses, each in at most three lines.
 */
final class CommonUses {

	private CommonUses() {
	}

	static void addTo(Map<String, RecipeCheck> checks) {
		checks.put("Start work and forget it", threeLines(CommonUses::forgottenWork));
		checks.put("Start work without a record", threeLines(CommonUses::hiddenWork));
		checks.put("Report progress", threeLines(CommonUses::progress));
		checks.put("Let the user cancel", threeLines(CommonUses::cancel));
		checks.put("Limit the time", threeLines(CommonUses::timeout));
		checks.put("Retry after a failure", threeLines(CommonUses::retry));
		checks.put("Get the work or start it", threeLines(CommonUses::onlyOnce));
		checks.put("Split work into a hundred parts and join them", threeLines(CommonUses::join));
		checks.put("Ask a person and wait", threeLines(CommonUses::question));
		checks.put("Follow a remote job by polling", threeLines(CommonUses::polling));
		checks.put("Repeat every five minutes", threeLines(CommonUses::repetition));
		checks.put("Start tomorrow at six", threeLines(CommonUses::tomorrow));
		checks.put("Call a service ten times a second", threeLines(CommonUses::pace));
		checks.put("Prefer urgent work", threeLines(CommonUses::urgentWork));
		checks.put("Run B after A", threeLines(CommonUses::sequence));
		checks.put("Run a batch and call back at its end", threeLines(CommonUses::batch));
		checks.put("Get the typed result of a kind", threeLines(CommonUses::typedResult));
	}

	private static void forgottenWork(Stage stage) throws Exception {
		stage.runToCompletion();
		assertThat(stage.mailer.next()).hasToString("Order[id=4711]");
	}

	private static void hiddenWork(Stage stage) throws Exception {
		stage.run();
		stage.session.awaitHidden(Duration.ofSeconds(10));
		assertThat(stage.cache.next()).isEqualTo("loaded");
		assertThat(stage.session.list()).isEmpty();
	}

	private static void progress(Stage stage) throws Exception {
		stage.runToCompletion();
		assertThat(stage.end().progress()).isEqualTo(Progress.of(3, 3, "rows"));
	}

	private static void cancel(Stage stage) throws Exception {
		stage.run();
		assertThat(stage.end().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(stage.end().cancelReason()).isEqualTo("no longer wanted");
	}

	private static void timeout(Stage stage) throws Exception {
		stage.run();
		stage.exporter.next();
		assertThat(stage.task().record().timeout()).isEqualTo(Duration.ofMinutes(10));
		stage.assertFailed(stage.endAfterSteps(Duration.ofMinutes(10)), FailureKind.TIMEOUT);
	}

	private static void retry(Stage stage) throws Exception {
		stage.run();
		BackgroundTaskRecord record = stage.endAfterSteps(Duration.ofMinutes(5));
		stage.assertCompleted(record);
		assertThat(record.attempt()).isEqualTo(3);
		assertThat(record.maxAttempts()).isEqualTo(5);
	}

	private static void onlyOnce(Stage stage) throws Exception {
		stage.runToCompletion();
		stage.run();
		assertThat(stage.archive.next()).hasToString("Order[id=4711]");
		assertThat(stage.session.list()).singleElement()
			.returns(IdempotencyPolicy.UNTIL_SUCCESS, BackgroundTaskRecord::idempotencyPolicy);
	}

	private static void join(Stage stage) throws Exception {
		stage.runToCompletion();
		assertThat((List<?>) stage.task().result(List.class)).hasSize(100).first().isEqualTo("part 0".length());
		assertThat(stage.session.list()).hasSize(101);
	}

	private static void question(Stage stage) throws Exception {
		ask(stage);
		stage.task().answer("go-live", new Services.Decision(true));
		stage.assertCompleted(stage.end());
		assertThat(stage.site.next()).hasToString("Decision[live=true]");
	}

	/** Runs a recipe until its task asks. */
	static void ask(Stage stage) throws Exception {
		try (BackgroundTaskSubscription events = stage.session.subscribe()) {
			stage.run();
			while (!(events.next(Duration.ofSeconds(10)).orElseThrow() instanceof BackgroundTaskEvent.InputRequested)) {
				assertThat(events.isEnded()).isFalse();
			}
		}
	}

	private static void polling(Stage stage) throws Exception {
		stage.run();
		stage.assertCompleted(stage.endAfterSteps(Duration.ofSeconds(5)));
		for (int look = 1; look <= 3; look++) {
			assertThat(stage.converter.next()).isEqualTo("job-1");
		}
	}

	private static void repetition(Stage stage) throws Exception {
		stage.run();
		assertThat(stage.feed.nextWithin(0)).isNull();
		assertThat(stage.callAfterSteps(stage.feed, Duration.ofMinutes(5))).isEqualTo("polled");
		assertThat(stage.callAfterSteps(stage.feed, Duration.ofMinutes(5))).isEqualTo("polled");
		assertThat(stage.session.list()).hasSizeGreaterThanOrEqualTo(2);
		stage.session.schedules().remove("poll");
	}

	private static void tomorrow(Stage stage) throws Exception {
		stage.run();
		Instant six = stage.variable("six", Instant.class);
		ZonedDateTime now = ZonedDateTime.now(stage.clock);
		assertThat(six.atZone(now.getZone())).hasToString(now.toLocalDate().plusDays(1) + "T06:00Z");
		stage.time.advance(Duration.between(now.toInstant(), six).minusMinutes(3));
		assertThat(stage.task().record().state()).isEqualTo(BackgroundTaskState.PENDING);
		stage.assertCompleted(stage.endAfterSteps(Duration.ofMinutes(1)));
		assertThat(stage.mailer.next()).isEqualTo("report");
	}

	private static void pace(Stage stage) throws Exception {
		for (int i = 0; i < 6; i++) {
			stage.run();
		}
		for (int i = 0; i < 10; i++) {
			stage.mailer.next();
		}
		assertThat(stage.session.list()).filteredOn((task) -> task.state() == BackgroundTaskState.PENDING)
			.hasSize(2)
			.extracting(BackgroundTaskRecord::status)
			.allSatisfy((status) -> assertThat(status).contains("rate limit", "10/s"));
		assertThat(stage.mailer.nextWithin(0)).isNull();
		stage.callAfterSteps(stage.mailer, Duration.ofMillis(100));
		stage.callAfterSteps(stage.mailer, Duration.ofMillis(100));
	}

	/** Runs a recipe that submits an urgent letter while another one waits. */
	static void urgentWork(Stage stage) throws Exception {
		BackgroundTaskHandle<?> first = stage.submit("letter");
		stage.printer.next();
		BackgroundTaskHandle<?> second = stage.submit("letter");
		stage.run();
		first.cancelNow("the printer is needed");
		stage.printer.next();
		assertThat(second.record().state()).isEqualTo(BackgroundTaskState.PENDING);
		stage.session.cancelAll("enough");
	}

	private static void sequence(Stage stage) throws Exception {
		stage.run();
		assertThat(stage.archive.next()).isEqualTo(stage.task().result(Services.Digest.class).toString());
	}

	private static void batch(Stage stage) throws Exception {
		stage.run();
		assertThat(stage.mailer.next()).isEqualTo("2 of 2 members completed");
		assertThat(stage.archive.next()).isNotNull();
		assertThat(stage.archive.next()).isNotNull();
	}

	private static void typedResult(Stage stage) throws Exception {
		stage.run();
		assertThat(stage.variable("digest", Services.Digest.class).hex()).isEqualTo("5e918d2");
	}

}
