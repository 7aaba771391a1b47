package io.github.taskhost.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.model.Model.Refusal;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.test.TestTime;
import io.github.taskhost.test.contract.support.EventLog;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Applies a sequence of operations to a host and to the model and compares both after
 * each operation.
 */
final class Run implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final List<BackgroundTaskState> STATES = List.of(BackgroundTaskState.values());

	private static final List<BackgroundTaskState> ENDS = List.of(BackgroundTaskState.COMPLETED,
			BackgroundTaskState.FAILED, BackgroundTaskState.CANCELLED);

	private final TestTime time = new TestTime();

	private final EventLog events = new EventLog();

	private final LocalBackgroundTaskHost host;

	private final Model model;

	private final Bodies bodies = new Bodies();

	private final Map<UUID, BackgroundTaskRecord> seen = new HashMap<>();

	Run(boolean broken) {
		this.model = new Model(broken);
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults()
			.withCancel(new CancelOptions(Duration.ZERO, Duration.ZERO, false, true))
			.withShutdown(new ShutdownOptions(Duration.ZERO, PATIENCE));
		this.host = LocalBackgroundTaskHost.builder()
			.options(options)
			.clock(this.time)
			.timer(this.time)
			.addListener(this.events)
			.build();
	}

	void run(List<Step> steps) throws InterruptedException {
		for (Step step : steps) {
			this.time.advance(Duration.ofMillis(1));
			applyToBoth(step);
			compare();
		}
		this.host.stop();
		assertEventsAreOrdered();
	}

	/** Checks that host and model both accept the step, or reject it in the same way. */
	private void applyToBoth(Step step) throws InterruptedException {
		Class<? extends RuntimeException> expected = null;
		try {
			applyToModel(step);
		}
		catch (Refusal ex) {
			expected = ex.type();
		}
		RuntimeException thrown = null;
		try {
			applyToHost(step);
		}
		catch (RuntimeException ex) {
			thrown = ex;
		}
		if (expected == null && thrown != null) {
			throw new AssertionError(step + " was rejected", thrown);
		}
		if (expected != null) {
			assertThat(thrown).as("%s is rejected", step).isInstanceOf(expected);
		}
	}

	private static BackgroundTaskState stateOf(Step step) {
		return STATES.get(step.oneOf(STATES.size()));
	}

	private static BackgroundTaskState endOf(Step step) {
		return ENDS.get(step.oneOf(ENDS.size()));
	}

	private static String keyOf(Step step) {
		return "q" + step.oneOf(2);
	}

	private static @Nullable String successorOf(Step step) {
		return (step.session() == step.other()) ? null : step.otherSessionId();
	}

	private void applyToModel(Step step) throws Refusal {
		String session = step.sessionId();
		String id = step.taskId();
		switch (step.operation()) {
			case REGISTER, REGISTER_EXTERNAL, SPAWN -> {
				if (this.model.holder(session, idempotencyKeyOf(step)) == null) {
					this.model.requireFree(session, id);
				}
			}
			case UPDATE -> this.model.update(this.model.only(id), stateOf(step));
			case COMPLETE -> this.model.complete(this.model.only(id), endOf(step));
			case REQUEST_CANCEL -> this.model.only(id).requestCancel();
			case TRANSFER -> this.model.transfer(this.model.only(id), step.otherSessionId());
			case GET -> this.model.only(id);
			case ASK -> this.model.ask(this.model.require(session, id), keyOf(step));
			case ANSWER -> this.model.answer(this.model.require(session, id), keyOf(step));
			case SEND -> this.model.send(this.model.require(session, id));
			case POST -> posted(this.model.require(session, id));
			case DESCRIBE, HEARTBEAT -> this.model.require(session, id);
			case AWAIT -> awaited(this.model.only(id));
			case TRANSFER_MANAGED -> moved(this.model.findIn(session, id), step.otherSessionId());
			case CLOSE_SESSION -> this.model.close(session, successorOf(step));
			case CANCEL_ALL_MANAGED -> this.model.listed()
				.stream()
				.filter((task) -> task.session.equals(session))
				.forEach((task) -> task.end(BackgroundTaskState.CANCELLED));
			default -> markedOrEnded(step, this.model.find(session, id));
		}
	}

	private static void awaited(ModelTask task) throws Refusal {
		if (task.isLive()) {
			throw new Refusal(TaskAwaitTimeoutException.class);
		}
	}

	private static void posted(ModelTask task) {
		if (task.isLive()) {
			task.messages++;
		}
	}

	private void moved(@Nullable ModelTask task, String to) throws Refusal {
		if (task != null) {
			this.model.transfer(task, to);
		}
	}

	private void markedOrEnded(Step step, @Nullable ModelTask task) {
		if (task == null || !task.isLive()) {
			return;
		}
		switch (step.operation()) {
			case CANCEL_MANAGED -> task.end(BackgroundTaskState.CANCELLED);
			case MARK_TERMINAL -> task.end(endOf(step));
			case MARK_LIVE -> {
				BackgroundTaskState state = stateOf(step);
				if (state == BackgroundTaskState.RUNNING || state == BackgroundTaskState.WAITING) {
					task.live(state);
				}
			}
			case UNREGISTER -> {
				if (task.mode != TaskMode.MANAGED) {
					this.model.remove(task);
				}
			}
			default -> {
			}
		}
	}

	private static @Nullable String idempotencyKeyOf(Step step) {
		return (step.oneOf(4) == 0) ? "k" + step.oneOf(2) : null;
	}

	private void applyToHost(Step step) throws InterruptedException {
		String session = step.sessionId();
		String id = step.taskId();
		switch (step.operation()) {
			case REGISTER -> added(step, TaskMode.REGISTERED, this.host.register(session, registration(step)));
			case REGISTER_EXTERNAL ->
				added(step, TaskMode.EXTERNAL, this.host.registerExternal(session, registration(step), null));
			case SPAWN -> spawn(step);
			case RETURN, THROW -> endBody(step);
			case UPDATE -> this.host.update(id, BackgroundTaskUpdate.ofState(stateOf(step)));
			case COMPLETE -> this.host.complete(id, new BackgroundTaskCompletion(endOf(step), "over"));
			case REQUEST_CANCEL -> this.host.requestCancel(id, "enough");
			case CANCEL_MANAGED -> this.host.cancelManaged(session, id);
			case CANCEL_ALL_MANAGED -> this.host.cancelAllManaged(session);
			case MARK_LIVE -> this.host.markLiveState(session, id, stateOf(step));
			case MARK_TERMINAL -> this.host.markTerminal(session, id, endOf(step));
			case UNREGISTER -> this.host.unregisterExternal(session, id);
			case TRANSFER -> this.host.transfer(id, step.otherSessionId());
			case TRANSFER_MANAGED -> this.host.transferManaged(session, step.otherSessionId(), Set.of(id));
			case CLOSE_SESSION -> this.host.closeSession(session, successorOf(step));
			case ASK -> this.host.reporter(session, id).ask(InputRequest.of(keyOf(step), "?"));
			case ANSWER -> answer(this.host.task(session, id), keyOf(step));
			case SEND -> this.host.task(session, id).send("hello");
			case POST -> this.host.reporter(session, id).post("hello");
			case DESCRIBE -> this.host.reporter(session, id).status("step " + step.choice());
			case HEARTBEAT -> this.host.reporter(session, id).heartbeat();
			case GET -> require(this.host.get(id), id);
			case GET_MANAGED -> {
				ModelTask task = this.model.findIn(session, id);
				assertThat(this.host.getManaged(session, id).map(BackgroundTaskRecord::uid))
					.isEqualTo(Optional.ofNullable(task).map((some) -> some.uid));
			}
			case LIST -> list(step);
			case HIDDEN -> hidden(step);
			case SUBSCRIBE -> subscribe();
			case AWAIT -> this.host.await(id, step.oneOf(2) == 0 ? Duration.ZERO : Duration.ofNanos(1));
		}
	}

	/** Answers by key and number, since a question may be asked again with its key. */
	private static void answer(BackgroundTaskHandle<?> task, String key) {
		InputRequest open = task.record().inputRequest();
		if (open != null) {
			task.answer(key, open.number(), new JsonPayload("true"));
		}
		else {
			task.answer(key, new JsonPayload("true"));
		}
	}

	private void list(Step step) {
		BackgroundTaskState state = stateOf(step);
		BackgroundTaskFilter filter = BackgroundTaskFilter.all()
			.withSession(step.sessionId())
			.withStates(Set.of(state));
		assertThat(this.host.list(filter, 100, null).records()).extracting(BackgroundTaskRecord::uid)
			.containsExactlyInAnyOrderElementsOf(this.model.listed()
				.stream()
				.filter((task) -> task.session.equals(step.sessionId()) && task.state == state)
				.map((task) -> task.uid)
				.toList());
	}

	/** A failure of hidden work is thrown to the first waiter only. */
	private void hidden(Step step) throws InterruptedException {
		boolean fails = step.oneOf(2) == 0;
		this.host.spawnHidden(step.sessionId(), "hidden", () -> {
			if (fails) {
				throw new IllegalStateException("broken");
			}
		});
		Throwable told = catchThrowable(() -> this.host.awaitHidden(step.sessionId(), PATIENCE));
		assertThat(told instanceof HiddenTaskException).isEqualTo(fails);
		this.host.awaitHidden(step.sessionId(), PATIENCE);
	}

	/**
	 * A subscription receives later events. It filters by a session of its test, because
	 * the end of an earlier body may still be in delivery.
	 */
	private void subscribe() throws InterruptedException {
		BackgroundTaskFilter filter = BackgroundTaskFilter.all().withSession("reader");
		try (BackgroundTaskSubscription reader = this.host.subscribe(filter)) {
			BackgroundTaskRecord task = this.host.registerExternal("reader",
					registration(new Step(Step.Operation.REGISTER_EXTERNAL, 0, 0, 0, 1)), null);
			this.host.unregisterExternal("reader", task.id());
			assertThat(reader.next(PATIENCE)).containsInstanceOf(BackgroundTaskEvent.Registered.class);
			assertThat(reader.next(PATIENCE)).containsInstanceOf(BackgroundTaskEvent.Removed.class);
		}
	}

	private static void require(Optional<BackgroundTaskRecord> record, String id) {
		if (record.isEmpty()) {
			throw new TaskNotFoundException("There is no " + id);
		}
	}

	private static BackgroundTaskRegistration registration(Step step) {
		BackgroundTaskRegistration.Builder builder = BackgroundTaskRegistration.ofKind("other").id(step.taskId());
		String key = idempotencyKeyOf(step);
		if (key != null) {
			builder.idempotencyKey(key);
		}
		return builder.cancelPolicy(cancelPolicyOf(step)).closePolicy(closePolicyOf(step)).build();
	}

	private static CancelPolicy cancelPolicyOf(Step step) {
		return (step.oneOf(3) == 0) ? CancelPolicy.ABORT_LOCAL : CancelPolicy.COOPERATIVE;
	}

	private static ClosePolicy closePolicyOf(Step step) {
		return ClosePolicy.values()[step.oneOf(ClosePolicy.values().length)];
	}

	/** Expects the holder of the idempotency key, otherwise a new task. */
	private void added(Step step, TaskMode mode, BackgroundTaskRecord record) {
		ModelTask holder = this.model.holder(step.sessionId(), idempotencyKeyOf(step));
		if (holder != null) {
			assertThat(record.uid()).as("the holder of the key is returned").isEqualTo(holder.uid);
			return;
		}
		assertThat(this.model.tasks).as("a new incarnation").doesNotContainKey(record.uid());
		this.model.add(new ModelTask(record.uid(), step.sessionId(), step.taskId(), mode, idempotencyKeyOf(step),
				cancelPolicyOf(step), closePolicyOf(step)));
	}

	private void spawn(Step step) {
		BackgroundTaskHandle<String> task = this.host.spawnManaged(step.sessionId(), registration(step),
				this.bodies.body());
		if (this.model.holder(step.sessionId(), idempotencyKeyOf(step)) == null) {
			this.bodies.belongsTo(task);
		}
		added(step, TaskMode.MANAGED, task.record());
	}

	private void endBody(Step step) throws InterruptedException {
		ModelTask task = this.model.find(step.sessionId(), step.taskId());
		if (task == null || task.mode != TaskMode.MANAGED || !task.isLive()) {
			return;
		}
		boolean cancelled = step.oneOf(2) == 0;
		if (step.operation() == Step.Operation.RETURN) {
			this.bodies.returns(task.uid);
			task.end(BackgroundTaskState.COMPLETED);
		}
		else {
			this.bodies.throwing(task.uid,
					cancelled ? new TaskCancelledException("wound down") : new IllegalStateException("broken"));
			boolean follows = task.state == BackgroundTaskState.CANCEL_REQUESTED;
			task.end(follows ? BackgroundTaskState.CANCELLED : BackgroundTaskState.FAILED);
		}
		this.host.task(task.session, task.id).await(PATIENCE);
	}

	private void compare() {
		for (ModelTask task : this.model.tasks.values()) {
			BackgroundTaskRecord record = this.host.find(task.uid).orElseThrow();
			assertThat(record.state()).as("state of %s", task).isEqualTo(task.state);
			assertThat(record.sessionId()).as("session of %s", task).isEqualTo(task.session);
			InputRequest question = record.inputRequest();
			assertThat((question != null) ? question.key() : null).as("question of %s", task).isEqualTo(task.question);
			assertMonotonic(this.seen.put(task.uid, record), record);
		}
		this.seen.keySet()
			.stream()
			.filter((uid) -> !this.model.tasks.containsKey(uid))
			.forEach((uid) -> assertThat(this.host.find(uid)).as("a removed record").isEmpty());
		places();
	}

	/** Checks that versions increase and that the end of a task is final. */
	private static void assertMonotonic(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
		if (before == null) {
			return;
		}
		assertThat(after.version()).isGreaterThanOrEqualTo(before.version());
		assertThat(after.eventSequence()).isGreaterThanOrEqualTo(before.eventSequence());
		if (before.state().isTerminal()) {
			assertThat(after.finishedAt()).isEqualTo(before.finishedAt());
			assertThat(after.summary()).isEqualTo(before.summary());
			assertThat(after.failure()).isEqualTo(before.failure());
		}
		if (before.cancelRequestedAt() != null) {
			assertThat(after.cancelRequestedAt()).isEqualTo(before.cancelRequestedAt());
		}
	}

	private void places() {
		for (int i = 0; i < Step.SESSIONS; i++) {
			String session = "s" + i;
			assertThat(this.host.listManaged(session)).as("tasks of %s", session)
				.extracting(BackgroundTaskRecord::uid)
				.containsExactlyInAnyOrderElementsOf(this.model.listed()
					.stream()
					.filter((task) -> task.session.equals(session))
					.map((task) -> task.uid)
					.toList());
		}
		assertThat(this.host.statistics().live()).as("live tasks")
			.isEqualTo(this.model.tasks.values().stream().filter(ModelTask::isLive).count());
		for (ModelTask task : this.model.listed()) {
			assertThat(this.host.task(task.session, task.id).messages(null, 1000).messages()).as("messages of %s", task)
				.hasSize(task.messages);
		}
	}

	private void assertEventsAreOrdered() {
		Map<UUID, List<BackgroundTaskEvent>> all = new HashMap<>();
		this.events.all()
			.forEach((event) -> all.computeIfAbsent(event.record().uid(), (uid) -> new ArrayList<>()).add(event));
		all.values().forEach((events) -> {
			assertThat(events).isSortedAccordingTo(Comparator.comparingLong(BackgroundTaskEvent::sequence));
			assertThat(events.get(0)).isInstanceOf(BackgroundTaskEvent.Registered.class);
			assertThat(events).filteredOn((event) -> event instanceof BackgroundTaskEvent.Completed
					|| event instanceof BackgroundTaskEvent.Failed || event instanceof BackgroundTaskEvent.Cancelled)
				.hasSizeLessThan(2);
		});
	}

	@Override
	public void close() {
		this.host.close();
	}

}
