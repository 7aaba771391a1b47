package io.github.taskhost.autoconfigure.observation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.autoconfigure.TestRecords;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.ObservationContextAssert;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ObservedAttempt}: late changes and handlers that throw. The registry
 * of these tests rejects events after the end.
 */
class ObservedAttemptTests {

	private final TestObservationRegistry observations = TestObservationRegistry.create();

	private final RecordedExecutions executions = new RecordedExecutions();

	private final BackgroundTaskRecord running = TestRecords.ofKind("import")
		.state(BackgroundTaskState.RUNNING)
		.version(2)
		.build();

	private final BackgroundTaskRecord waiting = next(this.running, BackgroundTaskState.WAITING, 1);

	private final BackgroundTaskRecord resumed = next(this.waiting, BackgroundTaskState.RUNNING, 2);

	private final BackgroundTaskRecord completed = next(this.resumed, BackgroundTaskState.COMPLETED, 3);

	@BeforeEach
	void record() {
		this.observations.observationConfig().observationHandler(this.executions);
	}

	private static BackgroundTaskRecord next(BackgroundTaskRecord record, BackgroundTaskState state, int second) {
		return record.toBuilder()
			.state(state)
			.version(record.version() + 1)
			.stateSince(TestRecords.after(second))
			.build();
	}

	private TaskContextPropagator.Scope open() {
		return new ObservedExecutions(this.observations, null).capture().open(this.running);
	}

	@Test
	void waitingEndsAtTheLatestWithTheAttempt() {
		TaskContextPropagator.Scope attempt = open();
		attempt.transition(this.running, this.waiting);
		attempt.close(this.completed, null);
		attempt.transition(this.waiting, this.resumed);
		attempt.transition(this.resumed, this.completed);
		assertThat(this.executions.events()).containsExactly("taskhost.task.waiting", "taskhost.task.resumed");
	}

	@Test
	void lateAnswerDoesNotEndTheNextQuestion() {
		BackgroundTaskRecord again = next(this.resumed, BackgroundTaskState.WAITING, 3);
		TaskContextPropagator.Scope attempt = open();
		attempt.transition(this.running, this.waiting);
		attempt.transition(this.resumed, again);
		attempt.transition(this.waiting, this.resumed);
		assertThat(this.executions.events()).containsExactly("taskhost.task.waiting", "taskhost.task.resumed",
				"taskhost.task.waiting");
		assertThat(this.executions.times()).containsExactly(TestRecords.after(1).toEpochMilli(),
				TestRecords.after(2).toEpochMilli(), TestRecords.after(3).toEpochMilli());
		attempt.close(this.completed, null);
	}

	@Test
	void lateCancelRequestIsReported() {
		BackgroundTaskRecord asked = next(this.running, BackgroundTaskState.CANCEL_REQUESTED, 1);
		BackgroundTaskRecord progress = next(asked, BackgroundTaskState.CANCEL_REQUESTED, 1);
		TaskContextPropagator.Scope attempt = open();
		attempt.transition(asked, progress);
		attempt.transition(this.running, asked);
		attempt.close(next(progress, BackgroundTaskState.CANCELLED, 2), new InterruptedException());
		assertThat(this.executions.events()).containsExactly("taskhost.task.cancel.requested");
		ObservationContextAssert.assertThat(this.executions.only()).doesNotHaveError();
	}

	@Test
	void changeWithinAStateIsNoEvent() {
		TaskContextPropagator.Scope attempt = open();
		attempt.transition(this.running, next(this.running, BackgroundTaskState.RUNNING, 1));
		attempt.close(this.completed, null);
		assertThat(this.executions.events()).isEmpty();
	}

	@Test
	void taskThatEndsWhileWaitingDoesNotResume() {
		BackgroundTaskRecord cancelled = next(this.waiting, BackgroundTaskState.CANCELLED, 2);
		TaskContextPropagator.Scope attempt = open();
		attempt.transition(this.running, this.waiting);
		attempt.transition(this.waiting, cancelled);
		attempt.close(cancelled, new InterruptedException());
		assertThat(this.executions.events()).containsExactly("taskhost.task.waiting");
	}

	@Test
	void outcomeIsUnknownWithoutAWrittenEnd() {
		open().close(this.running, null);
		ObservationContextAssert.assertThat(this.executions.only())
			.hasLowCardinalityKeyValue("outcome", "unknown")
			.hasLowCardinalityKeyValue("failure", "none")
			.doesNotHaveError();
	}

	@Test
	void handlerFailureAtTheErrorClosesTheObservation() {
		this.observations.observationConfig().observationHandler(new FailingAtErrors());
		TaskContextPropagator.Scope attempt = open();
		BackgroundTaskRecord failed = next(this.running, BackgroundTaskState.FAILED, 1);
		assertThatIllegalStateException().isThrownBy(() -> attempt.close(failed, new IllegalArgumentException()))
			.withMessage("at an error");
		assertThat(this.observations.getCurrentObservation()).isNull();
		assertThat(this.executions.ended()).hasSize(1);
	}

	@Test
	void handlerFailureAtTheStartStopsTheObservation() {
		this.observations.observationConfig().observationHandler(new FailingAtScopes());
		assertThatIllegalStateException().isThrownBy(this::open).withMessage("at a scope");
		assertThat(this.executions.ended()).hasSize(1);
		assertThat(this.observations.getCurrentObservation()).isNull();
	}

	/** Otherwise a chain of tasks that each spawn the next would never be released. */
	@Test
	void endedExecutionReleasesItsAncestors() {
		TaskContextPropagator.Scope first = open();
		TaskContextPropagator.Context second = new ObservedExecutions(this.observations, null).capture();
		first.close(this.completed, null);
		TaskContextPropagator.Scope opened = second.open(this.running);
		TaskContextPropagator.Context third = new ObservedExecutions(this.observations, null).capture();
		opened.close(this.completed, null);
		third.open(this.running).close(this.completed, null);
		assertThat(this.executions.ended()).hasSize(3)
			.extracting((context) -> context.getParentObservation() != null)
			.containsExactly(false, false, true);
	}

	/** No lock may be held while a handler of the application runs. */
	@Test
	void handlerThatBlocksHoldsUpNeitherChangesNorTheEnd() throws Exception {
		BlockingAtEvents blocking = new BlockingAtEvents();
		this.observations.observationConfig().observationHandler(blocking);
		TaskContextPropagator.Scope attempt = open();
		Thread blocked = Thread.ofVirtual().start(() -> attempt.transition(this.running, this.waiting));
		assertThat(blocking.begun.await(30, TimeUnit.SECONDS)).isTrue();
		attempt.transition(this.waiting, this.resumed);
		attempt.close(this.completed, null);
		assertThat(this.observations.getCurrentObservation()).isNull();
		assertThat(this.executions.ended()).isEmpty();
		blocking.release.countDown();
		assertThat(blocked.join(Duration.ofSeconds(30))).isTrue();
		assertThat(this.executions.events()).containsExactly("taskhost.task.waiting", "taskhost.task.resumed");
		assertThat(this.executions.ended()).hasSize(1);
	}

	/** Blocks at every event until it is released. */
	private static final class BlockingAtEvents implements ObservationHandler<Observation.Context> {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch release = new CountDownLatch(1);

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onEvent(Observation.Event event, Observation.Context context) {
			this.begun.countDown();
			try {
				this.release.await(30, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	/** Throws when a scope is opened. */
	private static final class FailingAtScopes implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onScopeOpened(Observation.Context context) {
			throw new IllegalStateException("at a scope");
		}

	}

	/** Throws when an error is reported. */
	private static final class FailingAtErrors implements ObservationHandler<Observation.Context> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

		@Override
		public void onError(Observation.Context context) {
			throw new IllegalStateException("at an error");
		}

	}

}
