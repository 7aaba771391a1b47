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
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.error.HiddenTaskException;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.HostChecks;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.model.Model.Refusal;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskFailure;
import io.github.taskhost.task.TaskMode;
import io.github.taskhost.test.ManualTimer;
import io.github.taskhost.test.SettableClock;
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

	private static final long DEADLINE = 4000;

	private static final int LEAST_LOOKS = 500;

	private static final long LOOK_NANOS = 50_000;

	private static final List<BackgroundTaskState> STATES = List.of(BackgroundTaskState.values());

	private static final List<BackgroundTaskState> ENDS = List.of(BackgroundTaskState.COMPLETED,
			BackgroundTaskState.FAILED, BackgroundTaskState.CANCELLED);

	private final SettableClock clock = new SettableClock();

	private final ManualTimer timer = new ManualTimer(this.clock);

	private final EventLog events = new EventLog();

	private final LocalBackgroundTaskHost host;

	private final Model model;

	private final Bodies bodies = new Bodies();

	private final Map<UUID, BackgroundTaskRecord> seen = new HashMap<>();

	/** The parent that the model has found for the task of the present step. */
	private @Nullable ModelTask parent;

	/**
	 * Whether the task that the present step awaits has ended; a thread may still tell.
	 */
	private boolean awaitsEnd;

	private final Duration patience;

	Run(Flaw flaw, Duration patience) {
		this.model = new Model(flaw);
		this.patience = patience;
		KindOptions watched = KindOptions.NONE.withHeartbeatTimeout(Duration.ofMillis(Wanted.HEARTBEAT));
		BackgroundTaskHostOptions options = BackgroundTaskHostOptions.withDefaults()
			.withKinds(Map.of("other-watched", watched, "remote-watched", watched))
			.withCancel(new CancelOptions(Duration.ZERO, Duration.ZERO, false, true))
			.withRetention(new RetentionOptions(Duration.ofDays(365), 1000))
			.withShutdown(new ShutdownOptions(Duration.ZERO, PATIENCE));
		this.host = LocalBackgroundTaskHost.builder()
			.options(options)
			.clock(this.clock)
			.timer(this.timer)
			.addListener(this.events)
			.addExecutor(new Remote("remote", true))
			.addExecutor(new Remote("remote-watched", false))
			.build();
	}

	void run(List<Step> steps) throws InterruptedException {
		for (Step step : steps) {
			advance(1);
			applyToBoth(step);
			compare();
		}
		this.host.stop();
		assertEventsAreOrdered();
	}

	/** Advances the time from one moment at which something is due to the next. */
	private void advance(long millis) {
		long target = this.model.now() + millis;
		while (this.model.now() < target) {
			long next = Math.min(target, Math.max(this.model.now(), this.model.nextDue()));
			this.timer.advance(Duration.ofMillis(next - this.model.now()));
			this.model.at(next);
			if (next < target) {
				compare();
			}
		}
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
			case REGISTER, REGISTER_EXTERNAL, SPAWN, SPAWN_ANOTHER, SUBMIT ->
				this.parent = this.model.admit(session, id, Wanted.of(step));
			case UPDATE -> this.model.update(this.model.only(id), stateOf(step));
			case COMPLETE -> this.model.complete(this.model.only(id), endOf(step));
			case REQUEST_CANCEL -> this.model.requestCancel(this.model.only(id));
			case REATTACH -> this.model.reattach(this.model.only(id));
			case TRANSFER -> this.model.transfer(this.model.only(id), step.otherSessionId());
			case GET -> this.model.only(id);
			case ASK -> this.model.ask(this.model.require(session, id), keyOf(step), deadlineOf(step));
			case ANSWER -> this.model.answer(this.model.require(session, id), keyOf(step));
			case DECLINE -> this.model.reply(this.model.require(session, id), keyOf(step));
			case FAIL -> this.model.reportedFailure(this.model.require(session, id));
			case SEND -> this.model.send(this.model.require(session, id));
			case POST -> posted(this.model.require(session, id));
			case DESCRIBE, HEARTBEAT -> this.model.require(session, id).sign(this.model.now());
			case AWAIT -> {
				this.awaitsEnd = !this.model.only(id).isLive();
				awaited(this.model.only(id));
			}
			case TRANSFER_MANAGED -> moved(this.model.findIn(session, id), step.otherSessionId());
			case CLOSE_SESSION -> this.model.close(session, successorOf(step));
			case CANCEL_ALL_MANAGED -> this.model.cancelAll(session);
			default -> markedOrEnded(step, this.model.find(session, id));
		}
	}

	private long deadlineOf(Step step) {
		return (step.pick(6, 3) == 0) ? this.model.now() + DEADLINE : Long.MAX_VALUE;
	}

	private static void awaited(ModelTask task) throws Refusal {
		if (task.isLive()) {
			throw new Refusal(TaskAwaitTimeoutException.class);
		}
	}

	private void posted(ModelTask task) {
		task.sign(this.model.now());
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
		if (task == null) {
			return;
		}
		switch (step.operation()) {
			case CANCEL_MANAGED -> this.model.cancelNow(task);
			case MARK_TERMINAL -> this.model.end(task, endOf(step));
			case MARK_LIVE -> {
				BackgroundTaskState state = stateOf(step);
				if (state == BackgroundTaskState.RUNNING || state == BackgroundTaskState.WAITING) {
					task.live(state, this.model.now());
				}
			}
			case UNREGISTER -> {
				if (task.isLive() && task.mode.isOwnersToStart()) {
					this.model.remove(task);
				}
			}
			default -> {
			}
		}
	}

	private void applyToHost(Step step) throws InterruptedException {
		String session = step.sessionId();
		String id = step.taskId();
		switch (step.operation()) {
			case REGISTER -> added(step, TaskMode.REGISTERED, this.host.register(session, registration(step)));
			case REGISTER_EXTERNAL ->
				added(step, TaskMode.EXTERNAL, this.host.registerExternal(session, registration(step), null));
			case SPAWN, SPAWN_ANOTHER -> added(step, TaskMode.MANAGED,
					this.host.spawnManaged(session, registration(step), this.bodies.body()).record());
			case SUBMIT ->
				added(step, TaskMode.SUBMITTED, this.host.submit(session, TaskRequest.of(registration(step))).record());
			case REATTACH -> this.host.reattach(id);
			case FAIL -> this.host.reporter(session, id).fail(new TaskFailure(FailureKind.REPORTED, null, "reported"));
			case DECLINE -> decline(this.host.task(session, id), keyOf(step));
			case ADVANCE -> advance(1000L * (1 + step.oneOf(8)));
			case SET_CLOCK -> setClock(step);
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
			case ASK -> this.host.reporter(session, id).ask(question(step));
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
			case AWAIT -> this.host.await(id, this.awaitsEnd ? this.patience : Duration.ofNanos(step.oneOf(2)));
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

	private static void decline(BackgroundTaskHandle<?> task, String key) {
		InputRequest open = task.record().inputRequest();
		task.decline(key, (open != null) ? open.number() : 1, "no");
	}

	/**
	 * Sets the wall clock back or forward, which changes no duration. Deadlines of
	 * questions are instants and follow it, so the clock stays while there is one.
	 */
	private void setClock(Step step) {
		if (!this.model.hasDeadline()) {
			this.clock.advance(step.oneOf(2) == 0 ? Model.CLOCK_STEP : Model.CLOCK_STEP.negated());
			this.model.clockSet();
		}
	}

	private InputRequest question(Step step) {
		InputRequest question = InputRequest.of(keyOf(step), "?");
		return (step.pick(6, 3) == 0) ? question.withDeadline(this.clock.instant().plusMillis(DEADLINE)) : question;
	}

	private void list(Step step) {
		BackgroundTaskState state = stateOf(step);
		BackgroundTaskFilter filter = BackgroundTaskFilter.all()
			.withSession(step.sessionId())
			.withStates(Set.of(state));
		BackgroundTaskPage oldest = this.host.list(filter, 100, null);
		assertThat(this.host.list(filter, TaskOrder.NEWEST_FIRST, 100, null).records())
			.isEqualTo(oldest.records().reversed());
		assertThat(oldest.records()).extracting(BackgroundTaskRecord::uid)
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
					BackgroundTaskRegistration.ofKind("other").build(), null);
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
		return Wanted.of(step).registration(step.taskId());
	}

	/** Expects the holder of the idempotency key, otherwise a new task. */
	private void added(Step step, TaskMode mode, BackgroundTaskRecord record) {
		Wanted wanted = Wanted.of(step);
		ModelTask holder = this.model.holder(step.sessionId(), wanted.key());
		if (holder != null) {
			assertThat(record.uid()).as("the holder of the key is returned").isEqualTo(holder.uid);
			return;
		}
		assertThat(this.model.tasks).as("a new incarnation").doesNotContainKey(record.uid());
		this.model.add(record.uid(), step.sessionId(), step.taskId(), mode, wanted, this.parent);
	}

	private void endBody(Step step) {
		ModelTask task = this.model.find(step.sessionId(), step.taskId());
		if (task == null || task.mode != TaskMode.MANAGED || !task.isAtWork()) {
			return;
		}
		if (step.operation() == Step.Operation.RETURN) {
			this.bodies.returns(task);
			this.model.end(task, BackgroundTaskState.COMPLETED);
		}
		else {
			this.bodies.throwing(task, (step.oneOf(2) == 0) ? new TaskCancelledException("wound down")
					: new IllegalStateException("broken"));
			this.model.bodyThrew(task);
		}
	}

	/**
	 * Waits until the host is in the state of the model and has passed every end on, so
	 * that the next step meets no cascade that is under way.
	 */
	private void settle() {
		long end = System.nanoTime() + this.patience.toNanos();
		for (int i = 0; !agrees() && (i < LEAST_LOOKS || System.nanoTime() < end); i++) {
			LockSupport.parkNanos(LOOK_NANOS);
		}
	}

	private boolean agrees() {
		long live = 0;
		for (ModelTask task : this.model.tasks.values()) {
			BackgroundTaskRecord record = this.host.find(task.uid).orElse(null);
			if (record == null || record.state() != task.state || record.attempt() != task.attempt) {
				return false;
			}
			live += task.isLive() ? 1 : 0;
		}
		return this.host.statistics().live() == live && HostChecks.isQuiet(this.host);
	}

	private void compare() {
		settle();
		for (ModelTask task : this.model.tasks.values()) {
			BackgroundTaskRecord record = this.host.find(task.uid).orElseThrow();
			assertThat(record.state()).as("state of %s", task).isEqualTo(task.state);
			assertThat(record.sessionId()).as("session of %s", task).isEqualTo(task.session);
			InputRequest question = record.inputRequest();
			assertThat((question != null) ? question.key() : null).as("question of %s", task).isEqualTo(task.question);
			assertThat(record.attempt()).as("attempt of %s", task).isEqualTo(task.attempt);
			assertThat((record.failure() != null) ? record.failure().kind() : null).as("failure of %s", task)
				.isEqualTo(task.failure);
			assertThat(record.parentUid()).as("parent of %s", task).isEqualTo(task.parent);
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

	/** An executor whose work the sequence reports. */
	private record Remote(String kind, boolean canReattach) implements BackgroundTaskExecutor {

		@Override
		public void start(BackgroundTaskRecord task, TaskReporter reporter) {
			// the sequence reports its states
		}

		@Override
		public void deliver(BackgroundTaskRecord task, TaskMessage message, TaskReporter reporter) {
			// taken
		}

		@Override
		public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
			// the sequence reports its end
		}

	}

}
