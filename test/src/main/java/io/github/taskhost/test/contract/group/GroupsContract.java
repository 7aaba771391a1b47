package io.github.taskhost.test.contract.group;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskGroup;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskConflictException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.error.UnknownTaskKindException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Groups of tasks. */
abstract class GroupsContract extends AbstractContinuationsContract {

	private static final TaskRequest FAILING = TaskRequest.of("step").input(new JsonPayload("1"));

	private TaskGroup group() {
		return this.host.session("s1").group("nightly");
	}

	private List<BackgroundTaskRecord> members(BackgroundTaskHandle<?> group) {
		return this.host.listManaged("s1").stream().filter((record) -> group.uid().equals(record.parentUid())).toList();
	}

	private long in(BackgroundTaskHandle<?> group, BackgroundTaskState state) {
		return members(group).stream().filter((record) -> record.state() == state).count();
	}

	private static void assertResult(BackgroundTaskRecord group, String counts) {
		assertThat(group.result()).isNotNull()
			.extracting((result) -> result.value())
			.isEqualTo(new JsonPayload(counts));
	}

	@Test
	void groupCompletesWithItsMembers() throws Exception {
		BackgroundTaskHandle<@Nullable Object> group = group().addAll(List.of(task("a"), task("b"), task("c"))).start();
		BackgroundTaskRecord end = group.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.kind()).isEqualTo("group");
		assertThat(end.progress()).isEqualTo(Progress.of(3, 3, "members"));
		assertThat(end.summary()).isEqualTo("3 of 3 members completed");
		assertResult(end, "{\"total\":3,\"completed\":3,\"failed\":0,\"cancelled\":0,\"removed\":0}");
		assertThat(this.runs).containsExactlyInAnyOrder("a", "b", "c");
		assertThat(members(group)).extracting(BackgroundTaskRecord::parentTaskId).containsOnly("nightly");
	}

	@Test
	void groupWithoutMembersCompletes() throws Exception {
		assertCompletes(group().start());
	}

	@Test
	void groupWaitsForAllMembersWhateverTheirEnds() throws Exception {
		BackgroundTaskRecord end = group().add(task("a")).add(FAILING).add(task("c")).start().await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(end.summary()).isEqualTo("2 of 3 members completed, 1 failed");
		assertResult(end, "{\"total\":3,\"completed\":2,\"failed\":1,\"cancelled\":0,\"removed\":0}");
	}

	@Test
	void firstFailureFailsAGroupThatAsksForIt() throws Exception {
		BackgroundTaskHandle<@Nullable Object> group = group().failFast()
			.add(named("long"), cooperative())
			.add(TaskRequest.of(step("bad").build()).input(new JsonPayload("1")))
			.start();
		BackgroundTaskRecord end = group.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(end.failure()).isNotNull()
			.extracting((failure) -> failure.message())
			.isEqualTo("The member 'bad' failed");
		assertThat(this.host.await("long", PATIENCE).cancelReason()).contains("'nightly' failed");
	}

	@Test
	void cancelledMemberFailsAGroupThatFailsFast() throws Exception {
		BackgroundTaskHandle<@Nullable Object> group = group().failFast().add(named("a"), cooperative()).start();
		this.host.requestCancel("a", null);
		assertThat(group.await(PATIENCE).failure()).isNotNull()
			.extracting((failure) -> failure.message())
			.isEqualTo("The member 'a' was cancelled");
	}

	@Test
	void cancelOfTheGroupCancelsItsMembers() throws Exception {
		BackgroundTaskHandle<@Nullable Object> group = group().add(named("a"), cooperative())
			.add(named("b"), cooperative())
			.start();
		group.cancel("enough");
		BackgroundTaskRecord end = group.await(PATIENCE);
		assertThat(end.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		for (String member : List.of("a", "b")) {
			assertThat(this.host.await(member, PATIENCE).state()).isEqualTo(BackgroundTaskState.CANCELLED);
			assertThat(record("s1", member).cancelReason()).isEqualTo("enough");
		}
	}

	@Test
	void forcedCancelOfTheGroupCancelsItsMembers() {
		BackgroundTaskHandle<@Nullable Object> group = group().maxConcurrent(1)
			.add(named("a"), waiting())
			.add(named("b"), waiting())
			.start();
		assertThat(group.cancelNow("now").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(members(group)).extracting(BackgroundTaskRecord::state).containsOnly(BackgroundTaskState.CANCELLED);
	}

	@Test
	void atMostSoManyMembersRunAtOnce() throws Exception {
		Semaphore permits = new Semaphore(0);
		CountDownLatch two = new CountDownLatch(2);
		AtomicInteger now = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		TaskGroup builder = group().maxConcurrent(2);
		for (int i = 0; i < 6; i++) {
			builder.add(named("t" + i), (context) -> {
				most.accumulateAndGet(now.incrementAndGet(), Math::max);
				two.countDown();
				assertThat(permits.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
				now.decrementAndGet();
				this.runs.add(context.record().id());
				return null;
			});
		}
		BackgroundTaskHandle<@Nullable Object> group = builder.start();
		await(two);
		assertThat(in(group, BackgroundTaskState.RUNNING)).isEqualTo(2);
		BackgroundTaskRecord waiting = record("s1", "t5");
		assertThat(waiting.held()).isTrue();
		assertThat(waiting.status()).isEqualTo("Waits for a place in its group");
		permits.release(6);
		assertCompletes(group);
		assertThat(most).hasValue(2);
		assertThat(this.runs).hasSize(6);
	}

	@Test
	void membersThatWaitForAPlaceStartInTheirOrder() throws Exception {
		TaskGroup builder = group().maxConcurrent(1);
		List<String> ids = IntStream.range(0, 20).mapToObj((number) -> "t" + number).toList();
		ids.forEach((id) -> builder.add(task(id)));
		assertCompletes(builder.start());
		assertThat(this.runs).isEqualTo(ids);
	}

	@Test
	void cancelledMemberThatWaitsForAPlaceIsCounted() throws Exception {
		BackgroundTaskHandle<@Nullable Object> group = group().maxConcurrent(1)
			.add(named("a"), waiting())
			.add(task("b"))
			.add(task("c"))
			.start();
		this.host.requestCancel("b", null);
		this.release.countDown();
		assertThat(group.await(PATIENCE).summary()).isEqualTo("2 of 3 members completed, 1 cancelled");
		assertThat(this.runs).containsExactly("c");
	}

	@Test
	void membersMayWaitForEachOther() throws Exception {
		assertCompletes(group().add(task("b", "a")).add(task("a")).start());
		assertThat(this.runs).containsExactly("a", "b");
	}

	@Test
	void nextTaskStartsAfterTheGroup() throws Exception {
		BackgroundTaskHandle<@Nullable Object> group = group().add(named("a"), waiting()).then(task("report")).start();
		BackgroundTaskHandle<@Nullable Object> report = this.host.task("s1", "report");
		assertThat(report.record().held()).isTrue();
		assertThat(report.record().predecessors()).containsExactly(group.uid());
		this.release.countDown();
		assertCompletes(report);
		assertThat(this.host.list(BackgroundTaskFilter.all().withParent(group.uid()), 10, null).records()).hasSize(1);
	}

	@Test
	void nextTaskIsCancelledWhenTheGroupFails() throws Exception {
		group().failFast().add(FAILING).then(task("report")).start();
		assertThat(this.host.await("report", PATIENCE).cancelReason()).contains("'nightly'", "failed");
	}

	private static BackgroundTaskRegistration report() {
		return step("report").after("nightly").build();
	}

	@Test
	void nextTaskGetsTheResultsOfTheMembers() throws Exception {
		group().add(named("a"), (context) -> new Greeting("ann"))
			.add(FAILING)
			.add(named("none"), noting())
			.add(named("b"), (context) -> new Greeting("bob"))
			.start();
		BackgroundTaskHandle<List<Greeting>> report = this.host.session("s1")
			.spawn(report(), (context) -> context.predecessorResults(Greeting.class).toList());
		assertCompletes(report);
		assertThat(report.result()).containsExactly(new Greeting("ann"), new Greeting("bob"));
	}

	@Test
	void nextTaskGetsTheResultsOfAllPagesOfMembers() throws Exception {
		TaskGroup group = group();
		IntStream.range(0, 1100).forEach((i) -> group.add(named("m" + i), (context) -> new Greeting("m" + i)));
		group.start();
		BackgroundTaskHandle<List<String>> report = this.host.session("s1")
			.spawn(report(), (context) -> context.predecessorResults(Greeting.class).map(Greeting::name).toList());
		assertCompletes(report);
		assertThat(report.result()).isEqualTo(IntStream.range(0, 1100).mapToObj((i) -> "m" + i).toList());
	}

	@Test
	void callbackGetsTheEnd() throws Exception {
		CompletableFuture<BackgroundTaskRecord> done = new CompletableFuture<>();
		group().add(task("a")).whenDone(done::complete).start();
		assertThat(done.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void refusedMemberRefusesTheGroup() throws Exception {
		external("taken");
		TaskGroup group = group().add(task("a")).add(task("taken"));
		assertThatExceptionOfType(TaskConflictException.class).isThrownBy(group::start).withMessageContaining("taken");
		assertThat(record("s1", "nightly").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(this.host.getManaged("s1", "a")).isEmpty();
		assertThat(this.host.statistics().live()).isOne();
	}

	@Test
	void wrongGroupsAreRefused() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> group().maxConcurrent(0))
			.withMessageContaining("'nightly'");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> group().add(task("a", "nightly")).start())
			.withMessageContaining("the group itself");
		external("x");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> group().maxConcurrent(1).add(task("a", "x")).start())
			.withMessageContaining("maxConcurrent");
		assertThatExceptionOfType(UnknownTaskKindException.class).isThrownBy(() -> submit(TaskRequest.of("group")))
			.withMessageContaining("method group");
		assertThat(this.host.getManaged("s1", "nightly")).isEmpty();
		TaskGroup group = group();
		group.start();
		assertThatExceptionOfType(TaskStateException.class).isThrownBy(group::start);
	}

	@Test
	void progressCountsTheMembersThatHaveEnded() throws Exception {
		BackgroundTaskHandle<@Nullable Object> group = group().add(named("a"), waiting()).add(task("b")).start();
		this.host.await("b", PATIENCE);
		this.events.await(BackgroundTaskEvent.Progress.class, "nightly");
		assertThat(group.record().progress()).isEqualTo(Progress.of(1, 2, "members"));
		assertThat(stateOf(group)).isEqualTo(BackgroundTaskState.RUNNING);
	}

	@Test
	void largeGroupIsAcceptedInBlocks() throws Exception {
		TaskGroup builder = group();
		for (int i = 0; i < 2_500; i++) {
			builder.add(TaskRequest.of(BackgroundTaskRegistration.ofKind("step").build()));
		}
		BackgroundTaskRecord end = builder.start().await(PATIENCE);
		assertThat(end.progress()).isEqualTo(Progress.of(2_500, 2_500, "members"));
		assertThat(this.runs).hasSize(2_500).doesNotHaveDuplicates();
	}

}
