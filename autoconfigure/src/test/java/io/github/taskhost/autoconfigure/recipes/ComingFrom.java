package io.github.taskhost.autoconfigure.recipes;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.autoconfigure.recipes.RecipeCheck.Effect;
import io.github.taskhost.schedule.OverlapPolicy;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.ScheduleState;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.Progress;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The expected effects of the code in the table "Coming from".
 */
final class ComingFrom {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

	private ComingFrom() {
	}

	static Map<String, Effect> byFeature() {
		Map<String, Effect> checks = new LinkedHashMap<>();
		addRecurring(checks);
		addOperations(checks);
		addTasks(checks);
		return checks;
	}

	private static void addRecurring(Map<String, Effect> checks) {
		checks.put("fixed rate", (stage) -> polls(stage, Schedule.every(FIVE_MINUTES)));
		checks.put("fixed delay", (stage) -> polls(stage, Schedule.fixedDelay(FIVE_MINUTES)));
		checks.put("initial delay", ComingFrom::initialDelay);
		checks.put("cron with a zone", ComingFrom::nightly);
		checks.put("annotated method", ComingFrom::annotated);
		checks.put("no run while the last one is live", ComingFrom::skips);
		checks.put("missed times are left out", ComingFrom::leavesMissed);
		checks.put("wait for the last run", ComingFrom::queues);
	}

	private static void addOperations(Map<String, Effect> checks) {
		checks.put("run now", (stage) -> {
			defined(stage).run();
			assertThat(stage.feed.next()).isEqualTo("polled");
		});
		checks.put("pause", (stage) -> {
			defined(stage).run();
			assertThat(schedule(stage).state()).isEqualTo(ScheduleState.PAUSED);
		});
		checks.put("resume", (stage) -> {
			defined(stage).session.schedules().pause("poll");
			stage.run();
			assertThat(schedule(stage).state()).isEqualTo(ScheduleState.ACTIVE);
		});
		checks.put("change", (stage) -> {
			defined(stage).run();
			assertThat(schedule(stage).schedule()).isEqualTo(Schedule.every(Duration.ofMinutes(10)));
		});
		checks.put("remove", (stage) -> {
			defined(stage).run();
			assertThat(stage.session.schedules().list()).isEmpty();
		});
		checks.put("next times", (stage) -> {
			defined(stage).run();
			assertThat(stage.variable("next", List.class).size()).isEqualTo(ScheduleRecord.NEXT);
		});
	}

	private static void addTasks(Map<String, Effect> checks) {
		checks.put("once, at a time", ComingFrom::atATime);
		checks.put("once, after a delay", ComingFrom::atATime);
		checks.put("at once, in the background", ComingFrom::runsAtOnce);
		checks.put("arguments", (stage) -> {
			stage.runToCompletion();
			assertThat(stage.archive.next()).hasToString("Order[id=4711]");
		});
		checks.put("priority", CommonUses::urgentWork);
		checks.put("retries", ComingFrom::retries);
		checks.put("only one job with a key", ComingFrom::once);
		checks.put("at most so many at once", ComingFrom::oneAtOnce);
		checks.put("rate limit", ComingFrom::rate);
		checks.put("B after A", ComingFrom::afterwards);
		checks.put("B after A, also if A failed", ComingFrom::afterAFailure);
		checks.put("batch", ComingFrom::batch);
		checks.put("stop a running job", ComingFrom::stop);
		checks.put("delete a waiting job", ComingFrom::deleteWaiting);
		checks.put("progress", (stage) -> {
			stage.runToCompletion();
			assertThat(stage.end().progress()).isEqualTo(Progress.of(1, 2, "pages"));
		});
	}

	private static Stage defined(Stage stage) {
		stage.session.schedule("poll", Schedule.every(Duration.ofMinutes(5)), TaskRequest.of("poll"));
		return stage;
	}

	private static ScheduleRecord schedule(Stage stage) {
		return stage.session.schedules().list().getFirst();
	}

	private static void polls(Stage stage, Schedule expected) throws Exception {
		stage.run();
		assertThat(schedule(stage).schedule()).isEqualTo(expected);
		assertThat(stage.callAfterSteps(stage.feed, FIVE_MINUTES)).isEqualTo("polled");
		assertThat(stage.callAfterSteps(stage.feed, FIVE_MINUTES)).isEqualTo("polled");
	}

	private static void initialDelay(Stage stage) throws Exception {
		Instant before = stage.clock.instant();
		stage.run();
		assertThat(stage.session.schedules().list()).isEmpty();
		assertThat(stage.callAfterSteps(stage.feed, HOUR)).isEqualTo("polled");
		assertThat(stage.task().record().startedAt()).isAfterOrEqualTo(before.plus(HOUR));
	}

	private static void nightly(Stage stage) throws Exception {
		stage.run();
		assertThat(schedule(stage).next()).hasSize(ScheduleRecord.NEXT)
			.allSatisfy((time) -> assertThat(time.toString()).matches(".*T0[12]:00:00Z"));
		assertThat(stage.callAfterSteps(stage.feed, HOUR)).isEqualTo("polled");
	}

	private static void annotated(Stage stage) throws Exception {
		assertThat(stage.callAfterSteps(stage.cache, HOUR)).isEqualTo("loaded");
	}

	private static void skips(Stage stage) throws Exception {
		stage.run();
		assertThat(schedule(stage).options().overlap()).isEqualTo(OverlapPolicy.SKIP);
		stage.callAfterSteps(stage.printer, Duration.ofMinutes(5));
		stage.time.advance(Duration.ofMinutes(5));
		stage.host.session(stage.session.id()).cancelAll("enough");
		assertThat(stage.session.list()).hasSize(1);
	}

	private static void leavesMissed(Stage stage) throws Exception {
		stage.run();
		stage.session.schedules().pause("poll");
		stage.time.advance(Duration.ofMinutes(12));
		stage.session.schedules().resume("poll");
		while (schedule(stage).progress().counts().misfires() < 2) {
			assertThat(stage.feed.nextWithin(5)).isNull();
		}
		assertThat(stage.session.list()).isEmpty();
		assertThat(stage.callAfterSteps(stage.feed, Duration.ofMinutes(3))).isEqualTo("polled");
	}

	private static void queues(Stage stage) throws Exception {
		stage.run();
		stage.callAfterSteps(stage.printer, FIVE_MINUTES);
		stage.time.advance(FIVE_MINUTES);
		assertThat(stage.session.list()).hasSize(1);
		stage.task().cancelNow("enough");
		stage.printer.next();
		assertThat(stage.session.list()).hasSize(2);
	}

	private static void atATime(Stage stage) throws Exception {
		Instant before = stage.clock.instant();
		stage.run();
		assertThat(stage.task().record().state()).isEqualTo(BackgroundTaskState.PENDING);
		stage.assertCompleted(stage.endAfterSteps(HOUR));
		assertThat(stage.end().startedAt()).isAfterOrEqualTo(before.plus(HOUR));
	}

	private static void runsAtOnce(Stage stage) throws Exception {
		stage.runToCompletion();
		assertThat(stage.mailer.next()).hasToString("Order[id=4711]");
	}

	private static void retries(Stage stage) throws Exception {
		stage.run();
		assertThat(stage.endAfterSteps(Duration.ofMinutes(5)).attempt()).isEqualTo(3);
	}

	private static void once(Stage stage) throws Exception {
		stage.runToCompletion();
		stage.run();
		assertThat(stage.session.list()).hasSize(1);
	}

	private static void oneAtOnce(Stage stage) throws Exception {
		BackgroundTaskHandle<?> first = stage.submit("poster");
		stage.printer.next();
		assertThat(stage.submit("poster").record().state()).isEqualTo(BackgroundTaskState.PENDING);
		first.cancelNow("enough");
		stage.printer.next();
	}

	private static void rate(Stage stage) throws Exception {
		for (int i = 0; i < 11; i++) {
			stage.submit("notify");
		}
		assertThat(stage.session.list()).last()
			.extracting(BackgroundTaskRecord::status)
			.asString()
			.contains("rate limit", "10/s");
	}

	private static void afterwards(Stage stage) throws Exception {
		stage.session
			.submit(TaskRequest.of(BackgroundTaskRegistration.ofKind("poll").id("load").startAfter(HOUR).build()));
		stage.run();
		assertThat(stage.mailer.nextWithin(0)).isNull();
		assertThat(stage.callAfterSteps(stage.mailer, HOUR)).isEqualTo("report");
	}

	private static void afterAFailure(Stage stage) throws Exception {
		stage.session.run(BackgroundTaskRegistration.ofKind("load").id("load").startAfter(HOUR).build(), (context) -> {
			throw new IllegalStateException("no disk");
		});
		stage.run();
		assertThat(stage.mailer.nextWithin(0)).isNull();
		assertThat(stage.callAfterSteps(stage.mailer, HOUR)).isEqualTo("report");
		assertThat(stage.end().state()).isEqualTo(BackgroundTaskState.FAILED);
	}

	private static void batch(Stage stage) throws Exception {
		stage.run();
		assertThat(stage.mailer.next()).isEqualTo("report");
		assertThat(stage.session.list()).hasSize(4)
			.filteredOn((task) -> task.kind().equals("group"))
			.extracting(BackgroundTaskRecord::progress)
			.containsExactly(Progress.of(2, 2, "members"));
	}

	private static void stop(Stage stage) throws Exception {
		BackgroundTaskHandle<?> crawl = stage.session
			.run(BackgroundTaskRegistration.ofKind("crawl").id("crawl").build(), (context) -> {
				stage.crawler.crawl(context::throwIfCancelled);
			});
		stage.crawler.next();
		stage.run();
		assertThat(crawl.await(Duration.ofSeconds(20)).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	private static void deleteWaiting(Stage stage) throws Exception {
		stage.session
			.submit(TaskRequest.of(BackgroundTaskRegistration.ofKind("report").id("report").startAfter(HOUR).build()));
		stage.run();
		assertThat(stage.end().state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(stage.mailer.nextWithin(0)).isNull();
	}

}
