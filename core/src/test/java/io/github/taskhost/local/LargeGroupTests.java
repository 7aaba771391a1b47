package io.github.taskhost.local;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskGroup;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Groups with ten thousand members and more. */
@Timeout(300)
class LargeGroupTests {

	private static final Logger log = LoggerFactory.getLogger(LargeGroupTests.class);

	private static final int COUNT = 10_000;

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private final AtomicInteger runs = new AtomicInteger();

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.addHandler(new Counting(this.runs))
		.build();

	@AfterEach
	void stop() {
		this.host.close();
	}

	private static List<TaskRequest> requests(int count) {
		return Collections.nCopies(count, TaskRequest.of("count"));
	}

	private void assertCompletes(TaskGroup group, int members) throws InterruptedException {
		long begin = System.nanoTime();
		BackgroundTaskRecord end = group.start().await(PATIENCE);
		log.info("A group of {} members took {} ms", members, (System.nanoTime() - begin) / 1_000_000);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.progress()).isEqualTo(Progress.of(members, members, "members"));
		assertThat(end.version()).as("the number of changes of the group").isLessThan(300);
		assertThat(this.runs).hasValue(members);
	}

	@Test
	void tenThousandMembersRun() throws Exception {
		assertCompletes(this.host.session("s1").group("nightly").addAll(requests(COUNT)), COUNT);
	}

	@Test
	void tenThousandMembersRunAFewAtOnce() throws Exception {
		assertCompletes(this.host.session("s1").group("nightly").maxConcurrent(8).addAll(requests(COUNT)), COUNT);
	}

	/** For the comparison of the logged times. */
	@Test
	void tenThousandTasksRunWithoutAGroup() throws Exception {
		long begin = System.nanoTime();
		TaskSession session = this.host.session("s1");
		for (int i = 0; i < COUNT; i += TaskSession.MAX_REQUESTS) {
			for (BackgroundTaskHandle<@Nullable Object> task : session.submitAll(requests(TaskSession.MAX_REQUESTS))) {
				task.await(PATIENCE);
			}
		}
		log.info("{} tasks took {} ms", COUNT, (System.nanoTime() - begin) / 1_000_000);
		assertThat(this.runs).hasValue(COUNT);
	}

	@Test
	void numberOfMembersIsBounded() {
		TaskGroup group = this.host.session("s1").group("nightly").addAll(requests(TaskGroup.MAX_MEMBERS));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> group.add(TaskRequest.of("count")))
			.withMessageContaining("100000");
	}

	/** A kind whose bodies count. */
	private record Counting(AtomicInteger runs) implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "count";
		}

		@Override
		public Class<?> inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) {
			return this.runs.incrementAndGet();
		}

	}

}
