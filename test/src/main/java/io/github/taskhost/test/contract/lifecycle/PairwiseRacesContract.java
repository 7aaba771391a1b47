package io.github.taskhost.test.contract.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Races between each two of the operations that end, move or change a task. */
abstract class PairwiseRacesContract extends AbstractHostContract {

	private static final int ROUNDS = Integer.getInteger("taskhost.races.rounds", 100);

	/** Cancel requests are forced at once, so that closing a session does not wait. */
	@Override
	protected BackgroundTaskHostOptions options() {
		return super.options().withCancel(new CancelOptions(Duration.ZERO, Duration.ZERO, false, true));
	}

	static Stream<Arguments> pairs() {
		Act[] acts = Act.values();
		return IntStream.range(0, acts.length)
			.boxed()
			.flatMap((one) -> IntStream.range(one, acts.length)
				.mapToObj((other) -> Arguments.of(acts[one], acts[other])));
	}

	@ParameterizedTest
	@MethodSource("pairs")
	void concurrentOperationsHaveASerialOutcome(Act one, Act other) throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			String session = "s" + round;
			BackgroundTaskRecord task = this.host.registerExternal(session,
					builder("t1").closePolicy(ClosePolicy.CANCEL).build(), null);
			this.host.reporter(session, "t1").ask(InputRequest.of("go-on", "Go on?"));
			together(() -> act(one, session), () -> act(other, session));
			holdsTogether(task, session);
			this.host.cancelAllManaged(session);
			this.host.cancelAllManaged(session + "-heir");
		}
		assertThat(this.host.statistics().live()).isZero();
	}

	private static void together(Callable<?> one, Callable<?> other) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(2);
		List<FutureTask<Object>> both = new ArrayList<>();
		for (Callable<?> work : List.of(one, other)) {
			FutureTask<Object> each = new FutureTask<>(() -> {
				barrier.await();
				return work.call();
			});
			Thread.ofVirtual().start(each);
			both.add(each);
		}
		for (FutureTask<Object> each : both) {
			each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
	}

	/** Returns the outcome, which may be a rejection. */
	private @Nullable String act(Act act, String session) {
		try {
			switch (act) {
				case COMPLETE -> this.host.markTerminal(session, "t1", BackgroundTaskState.COMPLETED);
				case REQUEST_CANCEL -> this.host.task(session, "t1").cancel("enough");
				case CANCEL_NOW -> this.host.cancelManaged(session, "t1");
				case TRANSFER -> this.host.transferManaged(session, session + "-heir", Set.of("t1"));
				case CLOSE -> this.host.closeSession(session, null);
				case ANSWER -> this.host.task(session, "t1").answer("go-on", new JsonPayload("true"));
				case REGISTER_AGAIN -> this.host.registerExternal(session, named("t1"), null);
				case UNREGISTER -> this.host.unregisterExternal(session, "t1");
			}
			return "done";
		}
		catch (BackgroundTaskException ex) {
			return ex.getMessage();
		}
	}

	/** Checks that the record, the lists, the answers and the events are consistent. */
	private void holdsTogether(BackgroundTaskRecord task, String session) {
		List<BackgroundTaskEvent> events = this.events.all()
			.stream()
			.filter((event) -> event.record().uid().equals(task.uid()))
			.toList();
		assertThat(events).extracting(BackgroundTaskEvent::sequence)
			.containsExactlyElementsOf(IntStream.rangeClosed(1, events.size()).mapToObj(Long::valueOf).toList());
		long ends = events.stream().filter(PairwiseRacesContract::isEnd).count();
		BackgroundTaskRecord now = this.host.find(task.uid()).orElse(null);
		if (now == null) {
			assertThat(events).last().isInstanceOf(BackgroundTaskEvent.Removed.class);
			return;
		}
		assertThat(now).isEqualTo(events.get(events.size() - 1).record());
		assertThat(ends).isEqualTo(now.state().isTerminal() ? 1 : 0);
		long answered = events.stream().filter(BackgroundTaskEvent.InputAnswered.class::isInstance).count();
		long withdrawn = events.stream().filter(BackgroundTaskEvent.InputWithdrawn.class::isInstance).count();
		assertThat(answered + withdrawn).isEqualTo((now.inputRequest() == null) ? 1 : 0);
		if (!now.state().isTerminal()) {
			assertThat(this.host.listManaged(now.sessionId())).contains(now);
			assertThat(this.host.getManaged(now.sessionId(), "t1")).contains(now);
		}
		assertThat(List.of(session, session + "-heir")).contains(now.sessionId());
		Stream.of(session, session + "-heir")
			.forEach((each) -> assertThat(this.host.listManaged(each)).filteredOn((one) -> one.id().equals("t1"))
				.hasSizeLessThan(2));
	}

	private static boolean isEnd(BackgroundTaskEvent event) {
		return event instanceof BackgroundTaskEvent.Completed || event instanceof BackgroundTaskEvent.Failed
				|| event instanceof BackgroundTaskEvent.Cancelled;
	}

	@Test
	void canaryTwoTerminalEventsAreDetected() throws Exception {
		BackgroundTaskRecord task = this.host.registerExternal("s0", named("t1"), null);
		this.host.markTerminal("s0", "t1", BackgroundTaskState.COMPLETED);
		this.events.onEvent(
				new BackgroundTaskEvent.Cancelled(this.host.find(task.uid()).orElseThrow(), 3, this.clock.instant()));
		assertThat(catchThrowable(() -> holdsTogether(task, "s0"))).isInstanceOf(AssertionError.class);
	}

	/** An operation of a race. */
	enum Act {

		COMPLETE, REQUEST_CANCEL, CANCEL_NOW, TRANSFER, CLOSE, ANSWER, REGISTER_AGAIN, UNREGISTER

	}

}
