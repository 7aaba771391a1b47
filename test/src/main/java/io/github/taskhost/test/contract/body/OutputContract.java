package io.github.taskhost.test.contract.body;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.message.TaskOutputPage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Output lines of tasks. */
abstract class OutputContract extends AbstractHostContract {

	private static final int LINES = 10;

	private static final int SIZE = 200;

	private static final int TOTAL = 1500;

	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withReports(new ReportOptions(LINES, SIZE, 100, 1000, 10, 10, 10, TOTAL));
	}

	private TaskReporter external(String id) {
		this.host.registerExternal("s1", named(id), null);
		return this.host.reporter("s1", id);
	}

	private BackgroundTaskHandle<@Nullable Object> task() {
		return this.host.task("s1", "t1");
	}

	private static List<String> texts(TaskOutputPage page) {
		return page.lines().stream().map(TaskOutputLine::text).toList();
	}

	@Test
	void linesHaveAPositionStreamAndTime() {
		TaskReporter work = external("t1");
		work.output("stdout", "one\ntwo");
		work.output("stderr", "three");
		TaskOutputPage page = task().output(0, 100);
		assertThat(page.lines()).containsExactly(new TaskOutputLine(1, "stdout", "one", this.clock.instant()),
				new TaskOutputLine(2, "stdout", "two", this.clock.instant()),
				new TaskOutputLine(3, "stderr", "three", this.clock.instant()));
		assertThat(page.next()).isEqualTo(3);
		assertThat(page.dropped()).isZero();
		assertThat(page.ended()).isFalse();
	}

	@Test
	void outputChangesNoRecordAndPublishesNoEvent() {
		TaskReporter work = external("t1");
		BackgroundTaskRecord before = work.record();
		work.output("stdout", "one");
		assertThat(work.record()).isSameAs(before);
		assertThat(this.events.of("t1")).containsExactly("Registered");
	}

	@Test
	void pagesContinueAfterAPosition() {
		TaskReporter work = external("t1");
		work.output("stdout", "1\n2\n3\n4\n5");
		TaskOutputPage first = task().output(0, 2);
		assertThat(texts(first)).containsExactly("1", "2");
		TaskOutputPage second = task().output(first.next(), 2);
		assertThat(texts(second)).containsExactly("3", "4");
		assertThat(texts(task().output(second.next(), 2))).containsExactly("5");
		assertThat(task().output(5, 2)).isEqualTo(new TaskOutputPage(List.of(), 5, 0, false));
		assertThat(texts(task().output(99, 2))).isEmpty();
	}

	@Test
	void oldestLinesAreDroppedAboveTheLineLimit() {
		TaskReporter work = external("t1");
		for (int i = 1; i <= LINES + 3; i++) {
			work.output("stdout", String.valueOf(i));
		}
		TaskOutputPage page = task().output(0, 100);
		assertThat(page.lines()).hasSize(LINES).first().extracting(TaskOutputLine::position).isEqualTo(4L);
		assertThat(page.dropped()).isEqualTo(3);
		assertThat(task().output(2, 100).dropped()).isEqualTo(1);
		assertThat(task().output(3, 100).dropped()).isZero();
	}

	@Test
	void oldestLinesAreDroppedAboveTheSizeLimit() {
		TaskReporter work = external("t1");
		work.output("stdout", "a".repeat(60));
		work.output("stdout", "b".repeat(30));
		work.output("stdout", "c".repeat(30));
		assertThat(task().output(0, 10).lines()).extracting(TaskOutputLine::position).containsExactly(2L, 3L);
		work.output("stdout", "d".repeat(1000));
		assertThat(task().output(0, 10).lines()).isEmpty();
		assertThat(task().output(0, 10).dropped()).isEqualTo(4);
	}

	@Test
	void outputOfEndedTasksIsDroppedFirstAboveTheTotalLimit() {
		List<TaskReporter> works = new ArrayList<>();
		for (int i = 1; i <= 8; i++) {
			works.add(external("t" + i));
		}
		for (int i = 0; i < 4; i++) {
			works.get(i).output("stdout", "x".repeat(90));
		}
		works.get(1).complete(null);
		works.get(0).complete(null);
		for (int i = 4; i < 7; i++) {
			works.get(i).output("stdout", "x".repeat(90));
		}
		assertThat(this.host.task("s1", "t2").output(0, 10).lines()).isEmpty();
		assertThat(this.host.task("s1", "t2").output(0, 10).dropped()).isEqualTo(1);
		for (String live : List.of("t3", "t4", "t5", "t6", "t7")) {
			assertThat(this.host.task("s1", live).output(0, 10).lines()).hasSize(1);
		}
	}

	@Test
	void writerDropsItsOldestOutputWhenNoTaskHasEnded() {
		List<TaskReporter> works = new ArrayList<>();
		for (int i = 1; i <= 6; i++) {
			TaskReporter work = external("t" + i);
			work.output("stdout", "x".repeat(90));
			works.add(work);
		}
		works.get(0).output("stdout", "y".repeat(90));
		assertThat(this.host.task("s1", "t1").output(0, 10).lines()).hasSizeLessThan(2);
		assertThat(this.host.task("s1", "t2").output(0, 10).lines()).hasSize(1);
	}

	@Test
	void emptyStringIsNoLineAndALineFeedIsOne() {
		TaskReporter work = external("t1");
		work.output("stdout", "");
		assertThat(task().output(0, 10).lines()).isEmpty();
		work.output("stdout", "\n");
		assertThat(texts(task().output(0, 10))).containsExactly("");
	}

	@Test
	void linesKeepTheirText() {
		String text = "a\u0000b\u202ec \u001b[31m می\u200cخواهم";
		external("t1").output("stdout", text);
		assertThat(texts(task().output(0, 10))).containsExactly(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "Stdout", "std out", "1st" })
	void invalidStreamIsRejected(String stream) {
		TaskReporter work = external("t1");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> work.output(stream, "x"))
			.withMessageContaining("stream");
		assertThat(task().output(0, 10).lines()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 1001 })
	void invalidLimitIsRejected(int limit) {
		external("t1");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> task().output(0, limit));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> task().awaitOutput(0, limit, Duration.ZERO));
	}

	@Test
	void invalidPositionIsRejected() {
		external("t1");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> task().output(-1, 10))
			.withMessageContaining("-1");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> task().awaitOutput(-1, 10, Duration.ZERO));
	}

	@Test
	void endedTaskKeepsItsOutputAndAcceptsNoMore() {
		TaskReporter work = external("t1");
		work.output("stdout", "one");
		work.complete(null);
		work.output("stdout", "late");
		TaskOutputPage page = task().output(0, 10);
		assertThat(texts(page)).containsExactly("one");
		assertThat(page.ended()).isTrue();
	}

	@Test
	void waitingReaderGetsTheNextLine() throws Exception {
		TaskReporter work = external("t1");
		work.output("stdout", "one");
		FutureTask<TaskOutputPage> waiting = new FutureTask<>(() -> task().awaitOutput(1, 10, PATIENCE));
		Thread thread = Thread.ofVirtual().start(waiting);
		awaitParked(thread);
		work.output("stdout", "two");
		assertThat(texts(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))).containsExactly("two");
	}

	@Test
	void endOfTheTaskWakesAWaitingReader() throws Exception {
		TaskReporter work = external("t1");
		FutureTask<TaskOutputPage> waiting = new FutureTask<>(() -> task().awaitOutput(0, 10, PATIENCE));
		Thread thread = Thread.ofVirtual().start(waiting);
		awaitParked(thread);
		work.complete(null);
		assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
			.isEqualTo(new TaskOutputPage(List.of(), 0, 0, true));
	}

	@Test
	void timeoutOfAReaderReturnsAnEmptyPage() throws Exception {
		external("t1");
		assertThat(task().awaitOutput(0, 10, Duration.ofNanos(1)))
			.isEqualTo(new TaskOutputPage(List.of(), 0, 0, false));
	}

	private static void awaitParked(Thread thread) {
		while (thread.getState() != Thread.State.TIMED_WAITING && thread.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
	}

	@Test
	void followerSeesEveryLineOrLearnsHowManyItMissed() throws Exception {
		int count = 10_000;
		TaskReporter work = external("t1");
		FutureTask<Long> follower = new FutureTask<>(() -> {
			long seen = 0;
			long last = 0;
			TaskOutputPage page = task().awaitOutput(0, 100, PATIENCE);
			while (!page.ended() || !page.lines().isEmpty()) {
				seen += page.dropped() + page.lines().size();
				for (TaskOutputLine line : page.lines()) {
					assertThat(line.position()).isGreaterThan(last);
					assertThat(line.text()).isEqualTo("line " + line.position());
					last = line.position();
				}
				page = task().awaitOutput(page.next(), 100, PATIENCE);
			}
			return seen + page.dropped();
		});
		Thread.ofVirtual().start(follower);
		for (int i = 1; i <= count; i++) {
			work.output("stdout", "line " + i);
		}
		work.complete(null);
		assertThat(follower.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(count);
	}

}
