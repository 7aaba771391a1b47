package io.github.taskhost.test.contract.schedule;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.UnknownTaskKindException;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleOptions;
import io.github.taskhost.schedule.SchedulePage;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.schedule.ScheduleState;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.IdempotencyPolicy;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Creation, change, lists and ends of schedules. */
abstract class ScheduleOperationsContract extends AbstractScheduleContract {

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withLimits((limits) -> limits.withLiveTasks(100, 2));
	}

	@Test
	void scheduleIsDescribed() {
		ScheduleOptions options = ScheduleOptions.DEFAULT.withKeep(true);
		ScheduleRecord schedule = this.host.session("s1")
			.schedule("nightly", Schedule.every(PERIOD), TaskRequest.of("quick").input(new Greeting("Ada")), options);
		assertThat(schedule.sessionId()).isEqualTo("s1");
		assertThat(schedule.id()).isEqualTo("nightly");
		assertThat(schedule.schedule()).isEqualTo(Schedule.every(PERIOD));
		assertThat(schedule.registration().kind()).isEqualTo("quick");
		assertThat(schedule.registration().input()).isEqualTo(new JsonPayload("{\"name\":\"Ada\"}"));
		assertThat(schedule.options()).isEqualTo(options);
		assertThat(schedule.state()).isEqualTo(ScheduleState.ACTIVE);
		assertThat(schedule.createdAt()).isEqualTo(now());
		assertThat(schedule.version()).isEqualTo(1);
		assertThat(schedule.next()).containsExactly(now().plus(PERIOD), now().plus(PERIOD.multipliedBy(2)),
				now().plus(PERIOD.multipliedBy(3)), now().plus(PERIOD.multipliedBy(4)),
				now().plus(PERIOD.multipliedBy(5)));
		assertThat(nightly()).isEqualTo(schedule);
		assertThat(schedules().list()).containsExactly(schedule);
	}

	@Test
	void inputReachesTheRun() throws Exception {
		this.host.session("s1")
			.schedule("nightly", Schedule.every(PERIOD), TaskRequest.of("quick").input(new Greeting("Ada")));
		this.timer.advance(PERIOD);
		assertThat(awaitEnd().input()).isEqualTo(new JsonPayload("{\"name\":\"Ada\"}"));
	}

	@Test
	void sameScheduleStaysAsItIs() {
		ScheduleRecord first = schedule(Schedule.every(PERIOD), "quick");
		schedules().pause("nightly");
		this.timer.advance(Duration.ofSeconds(100));
		ScheduleRecord again = schedule(Schedule.every(PERIOD), "quick");
		assertThat(again.uid()).isEqualTo(first.uid());
		assertThat(again.version()).isEqualTo(2);
		assertThat(again.state()).isEqualTo(ScheduleState.PAUSED);
		ScheduleRecord changed = schedule(Schedule.every(PERIOD.plusSeconds(1)), "quick");
		assertThat(changed.version()).isEqualTo(3);
		assertThat(changed.state()).isEqualTo(ScheduleState.PAUSED);
		assertThat(changed.createdAt()).isEqualTo(first.createdAt());
	}

	@Test
	void pauseAndResumeCanBeRepeated() {
		schedule(Schedule.every(PERIOD), "quick");
		assertThat(schedules().resume("nightly").version()).isEqualTo(1);
		assertThat(schedules().pause("nightly").version()).isEqualTo(2);
		assertThat(schedules().pause("nightly").version()).isEqualTo(2);
		assertThat(schedules().resume("nightly").next()).isNotEmpty();
	}

	@Test
	void removedScheduleHasNoFurtherRun() throws Exception {
		schedule(Schedule.every(PERIOD), "quick");
		this.timer.advance(PERIOD);
		BackgroundTaskRecord run = awaitEnd();
		awaitRuns(1);
		assertThat(schedules().remove("nightly")).isTrue();
		assertThat(schedules().remove("nightly")).isFalse();
		assertThat(schedules().find("nightly")).isEmpty();
		this.timer.advance(PERIOD);
		assertThat(this.host.find(run.uid())).isPresent();
		ScheduleRecord next = schedule(Schedule.every(PERIOD), "quick");
		assertThat(next.progress().lastRun()).isNull();
		this.timer.advance(PERIOD);
		assertThat(link(awaitEnd()).previous()).isNull();
		assertThat(this.begun).isEmpty();
	}

	@Test
	void unknownScheduleIsNamed() {
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> schedules().pause("none"))
			.withMessageContainingAll("s1", "none");
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> schedules().trigger("none"));
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> schedules().resume("none"));
		assertThat(schedules().find("none")).isEmpty();
	}

	@Test
	void requestIsChecked() {
		assertThatExceptionOfType(UnknownTaskKindException.class)
			.isThrownBy(() -> schedule(Schedule.every(PERIOD), "unknown"));
		BackgroundTaskRegistration.Builder quick = BackgroundTaskRegistration.ofKind("quick");
		for (BackgroundTaskRegistration request : List.of(quick.idempotencyKey("k", IdempotencyPolicy.RETAINED).build(),
				BackgroundTaskRegistration.ofKind("quick").startAt(now()).build())) {
			assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(
					() -> this.host.session("s1").schedule("nightly", Schedule.every(PERIOD), TaskRequest.of(request)))
				.withMessageContaining("new task");
		}
		assertThat(schedules().list()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "never", "wrong" })
	void expressionIsChecked(String expression) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> schedule(Schedule.cron(expression, ZoneId.of("UTC")), "quick"))
			.withMessageContaining("'" + expression + "'");
		assertThat(schedules().list()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "a/b" })
	void idIsChecked(String id) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.session("s1").schedule(id, Schedule.every(PERIOD), TaskRequest.of("quick")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0.999S", "-PT1S", "PT87600H0.001S" })
	void periodsAreBounded(String period) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> Schedule.every(Duration.parse(period)))
			.withMessageContaining("3,650 days");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> Schedule.fixedDelay(Duration.parse(period)));
	}

	@Test
	void pagesHaveTheSchedulesOfAllSessions() {
		List<String> names = new ArrayList<>();
		for (String session : List.of("a", "b", "c")) {
			for (String id : List.of("one", "two")) {
				this.host.session(session).schedule(id, Schedule.every(PERIOD), TaskRequest.of("quick"));
				names.add(session + "/" + id);
			}
		}
		List<String> found = new ArrayList<>();
		String cursor = null;
		do {
			SchedulePage page = this.host.schedules(null, 4, cursor);
			page.schedules().forEach((schedule) -> found.add(schedule.sessionId() + "/" + schedule.id()));
			cursor = page.next();
		}
		while (cursor != null);
		assertThat(found).isEqualTo(names);
		assertThat(this.host.schedules("b", 10, null).schedules()).extracting(ScheduleRecord::id)
			.containsExactly("one", "two");
		assertThat(this.host.session("b").schedules().list()).hasSize(2);
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.schedules(null, 0, null));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> this.host.schedules(null, 1, "no cursor"));
	}

	@Test
	void closeOfTheSessionRemovesItsSchedules() throws Exception {
		schedule(Schedule.every(PERIOD), "quick");
		this.host.session("s1")
			.schedule("kept", Schedule.every(PERIOD), TaskRequest.of("quick"), ScheduleOptions.DEFAULT.withKeep(true));
		this.host.session("s2").schedule("other", Schedule.every(PERIOD), TaskRequest.of("quick"));
		this.host.closeSession("s1", "s2");
		assertThat(schedules().list()).extracting(ScheduleRecord::id).containsExactly("kept");
		assertThat(this.host.session("s2").schedules().list()).extracting(ScheduleRecord::id).containsExactly("other");
		this.timer.advance(PERIOD);
		assertThat(List.of(link(awaitEnd()).scheduleId(), link(awaitEnd()).scheduleId()))
			.containsExactlyInAnyOrder("kept", "other");
		assertThat(this.begun).isEmpty();
	}

	@Test
	void refusedRunIsCountedAndTheScheduleGoesOn() throws Exception {
		this.host.submit("s1", TaskRequest.of("slow"));
		this.host.submit("s1", TaskRequest.of("slow"));
		awaitRun();
		awaitRun();
		schedule(Schedule.every(PERIOD), "quick");
		this.timer.advance(PERIOD);
		ScheduleRecord refused = await((schedule) -> schedule.progress().counts().refused() == 1);
		assertThat(refused.progress().lastRun()).isNull();
		assertThat(refused.progress().nextDue()).isEqualTo(now().plus(PERIOD));
		this.release.countDown();
		for (BackgroundTaskRecord slow : this.host.session("s1").list()) {
			this.host.task(slow.uid()).await(PATIENCE);
		}
		this.timer.advance(PERIOD);
		assertThat(awaitEnd().state().isTerminal()).isTrue();
		assertThat(awaitRuns(1).progress().counts().refused()).isEqualTo(1);
	}

}
