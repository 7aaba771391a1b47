package io.github.taskhost.console;

import java.time.Duration;
import java.time.ZoneId;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Schedules and groups are seen and acted on.
 */
class SchedulesIT extends BrowserTest {

	private static final TaskRequest COMPRESS = TaskRequest.of("compress")
		.input(new HostApplications.Kinds.Folder("/archive", 12));

	private static final Pattern STATE = Pattern.compile("pending|running|completed", Pattern.CASE_INSENSITIVE);

	@Override
	Stage newStage() {
		return HostStage.empty();
	}

	private HostTasks tasks() {
		return ((HostStage) this.stage).tasks;
	}

	private void schedule() {
		tasks().host.session("nightly")
			.schedule("compress-archive", Schedule.cron("0 0 3 * * *", ZoneId.of("Europe/Berlin")), COMPRESS);
	}

	private Locator schedule(String id) {
		return this.page.locator("[data-schedule=" + id + "]");
	}

	private Locator badge() {
		return schedule("compress-archive").locator(".badge");
	}

	private void act(String action, String confirm) {
		schedule("compress-archive").locator("[data-action=" + action + "]").click();
		found(this.page.locator("dialog")).containsText("compress-archive");
		this.page.locator("dialog button", new com.microsoft.playwright.Page.LocatorOptions().setHasText(Pattern.compile("^" + confirm + "$")))
			.click();
		found(this.page.locator("dialog")).isHidden();
	}

	@Test
	void aScheduleIsTriggeredPausedResumedAndRemoved() {
		visit("?view=schedules");
		found(this.page.locator("main")).containsText("There are no schedules.");
		schedule();
		visit("?view=schedules");
		found(schedule("compress-archive")).containsText("Europe/Berlin");
		act("trigger", "Start a run");
		found(schedule("compress-archive").locator("[data-label='Last run'] a")).isVisible();
		found(schedule("compress-archive").locator("[data-label='Last run'] [data-state]")).hasText(STATE);
		assertThat(ScreensIT.violations(this.page)).isEmpty();
		act("pause", "Pause");
		found(badge()).hasText("paused");
		act("resume", "Resume");
		found(badge()).hasText("active");
		schedule("compress-archive").locator("[data-label='Last run'] a").click();
		found(this.page.locator(".facts").first()).containsText("compress-archive");
		this.page.goBack();
		act("remove", "Remove");
		found(this.page.locator("main")).containsText("There are no schedules.");
	}

	@Test
	void aReaderSeesSchedulesAndMayNotAct() {
		schedule();
		this.stage.readOnly();
		openPage(1360, com.microsoft.playwright.options.ColorScheme.LIGHT);
		visit("?view=schedules");
		found(schedule("compress-archive")).containsText("0 0 3 * * *");
		found(schedule("compress-archive").locator("button")).hasCount(0);
	}

	@Test
	void theReasonOfARefusalIsShown() {
		schedule();
		visit("?view=schedules");
		found(schedule("compress-archive")).isVisible();
		schedule("compress-archive").locator("[data-action=pause]").click();
		// With the dialog open: the page looks every 5 s, and removes the buttons of a schedule that has gone.
		tasks().host.session("nightly").schedules().remove("compress-archive");
		this.page.locator("dialog button.primary").click();
		found(this.page.locator("#dialog-error")).containsText("has no schedule");
	}

	@Test
	void aGroupIsOneWithItsMembersAndWhatWaitsForIt() {
		CountDownLatch go = new CountDownLatch(1);
		BackgroundTaskHandle<?> group = tasks().host.session("nightly")
			.group("monthly")
			.add(COMPRESS)
			.add(BackgroundTaskRegistration.ofKind("import").id("slow").build(), (context) -> {
				go.await();
				return null;
			})
			.then(TaskRequest.of("compress").input(new HostApplications.Kinds.Folder("/sum", 1)))
			.start();
		open(group.uid());
		found(this.page.locator(".group")).containsText("1 of 2 members have ended");
		found(this.page.locator("#children-title")).hasText("Children (2)");
		assertThat(ScreensIT.violations(this.page)).isEmpty();
		go.countDown();
		found(this.page.locator(".group")).containsText("2 of 2 members have ended");
		UUID next = tasks().host.session("nightly")
			.submit(TaskRequest.of("compress")
				.after("monthly")
				.startAfter(Duration.ofHours(1))
				.input(new HostApplications.Kinds.Folder("/later", 1)))
			.uid();
		open(next);
		found(this.page.locator(".awaited")).containsText("monthly");
		this.page.locator(".awaited").click();
		found(this.page.locator("h1")).hasText("monthly");
	}

	@Test
	void aLastRunThatWasRemovedIsNotMistakenForNone() {
		schedule();
		tasks().host.session("nightly").schedules().trigger("compress-archive");
		this.page.route("**/api/schedules?*", (route) -> route.fulfill(new Route.FulfillOptions().setStatus(200)
			.setContentType("application/json")
			.setBody(route.fetch().text().replaceAll("\"lastRun\":\\{[^}]*}", "\"lastRun\":null"))));
		visit("?view=schedules");
		found(schedule("compress-archive").locator("[data-label='Last run']")).hasText("no longer kept");
	}

	private void open(UUID uid) {
		visit("?task=" + uid);
		found(this.page.locator("h1")).isVisible();
	}

}
