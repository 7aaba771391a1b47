package io.github.taskhost.chaos;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskFailure;
import org.jspecify.annotations.Nullable;

/** All operations of a host with random arguments, callable from any thread. */
final class Operations {

	private static final Duration MOMENT = Duration.ofMillis(2);

	private static final List<BackgroundTaskState> STATES = List.of(BackgroundTaskState.values());

	private static final List<BackgroundTaskState> ENDS = List.of(BackgroundTaskState.COMPLETED,
			BackgroundTaskState.FAILED, BackgroundTaskState.CANCELLED);

	/** The operations, as often as their weight. */
	private static final List<Operation> DRAWN = Stream.of(Operation.values())
		.flatMap((operation) -> Stream.generate(() -> operation).limit(operation.weight))
		.toList();

	private final Storm storm;

	private final PinnedTasks pinned;

	private final PrivateSessions closing;

	private final Map<Operation, LongAdder> accepted = new EnumMap<>(Operation.class);

	private final Map<Operation, LongAdder> refused = new EnumMap<>(Operation.class);

	Operations(Storm storm, Fault fault) {
		this.storm = storm;
		this.pinned = new PinnedTasks(storm);
		this.closing = new PrivateSessions(storm, fault);
		for (Operation operation : Operation.values()) {
			this.accepted.put(operation, new LongAdder());
			this.refused.put(operation, new LongAdder());
		}
	}

	PinnedTasks pinned() {
		return this.pinned;
	}

	/** The operations that no call has accepted so far. */
	List<Operation> neverAccepted() {
		return this.accepted.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().sum() == 0)
			.map(Map.Entry::getKey)
			.toList();
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder();
		this.accepted.forEach((operation, count) -> text.append(operation)
			.append(' ')
			.append(count)
			.append('/')
			.append(this.refused.get(operation))
			.append(' '));
		return text.toString();
	}

	void useOnce(RandomGenerator random) throws InterruptedException {
		use(DRAWN.get(random.nextInt(DRAWN.size())), random);
	}

	/** Acts on the task of an event, from within its delivery. */
	void useOnTaskOf(BackgroundTaskEvent event, RandomGenerator random) throws InterruptedException {
		BackgroundTaskRecord record = event.record();
		if (!record.sessionId().startsWith("s")) {
			return;
		}
		try {
			LocalBackgroundTaskHost host = this.storm.host();
			switch (random.nextInt(8)) {
				case 0 -> host.closeSession(record.sessionId(), null);
				case 1 -> host.cancelManaged(record.sessionId(), record.id());
				case 2 -> host.markTerminal(record.sessionId(), record.id(), ENDS.get(random.nextInt(3)));
				case 3 -> host.transferManaged(record.sessionId(), Storm.session(random), Set.of(record.id()));
				case 4 -> host.unregisterExternal(record.sessionId(), record.id());
				case 5 -> host.task(record.sessionId(), record.id()).cancel("by a listener");
				case 6 -> host.markLiveState(record.sessionId(), record.id(), BackgroundTaskState.WAITING);
				default -> answer(host.task(record.sessionId(), record.id()), random);
			}
		}
		catch (BackgroundTaskException ex) {
			// refused, as anything may be by now
		}
	}

	/** Runs an operation; any exception but a refusal is a finding. */
	void use(Operation operation, RandomGenerator random) throws InterruptedException {
		try {
			act(operation, random);
			this.accepted.get(operation).increment();
		}
		catch (BackgroundTaskException ex) {
			this.refused.get(operation).increment();
			if (ex.getClass() == BackgroundTaskException.class && !Thread.currentThread().isInterrupted()) {
				this.storm.findings().add("%s failed: %s", operation, ex);
			}
		}
		catch (RuntimeException | Error ex) {
			this.storm.findings().add("%s threw %s at %s", operation, ex, List.of(ex.getStackTrace()));
		}
	}

	private void act(Operation operation, RandomGenerator random) throws InterruptedException {
		LocalBackgroundTaskHost host = this.storm.host();
		String session = Storm.session(random);
		String id = Storm.id(random);
		Registrations registrations = this.storm.registrations();
		switch (operation) {
			case REGISTER -> this.storm.made(host.register(session, registrations.next(random).build()));
			case REGISTER_EXTERNAL ->
				this.storm.made(host.registerExternal(session, registrations.next(random).build(), this::owner));
			case SPAWN -> this.storm
				.made(host.spawnManaged(session, registrations.next(random).build(), this.storm.bodies().next(random)));
			case SUBMIT ->
				this.storm.made(host.submit(session,
						TaskRequest.of(registrations
							.next(List.of("remote", "silent", "handled").get(random.nextInt(3)), random)
							.build())));
			case UPDATE -> host.update(id,
					new BackgroundTaskUpdate(STATES.get(random.nextInt(STATES.size())), "update " + random.nextInt(5)));
			case COMPLETE -> host.complete(id, new BackgroundTaskCompletion(ENDS.get(random.nextInt(3)), "over"));
			case REQUEST_CANCEL -> host.requestCancel(id, "enough");
			case GET -> host.get(id);
			case LIST -> host.list(BackgroundTaskFilter.all().withSession(session), 100, null);
			case TRANSFER -> host.transfer(id, session);
			case TRANSFER_MANAGED ->
				host.transferManaged(session, Storm.session(random), List.of(id, Storm.id(random), Storm.id(random)));
			case SUBSCRIBE -> subscribe(session);
			case SPAWN_HIDDEN -> host.spawnHidden(session, "hidden", () -> hidden());
			case AWAIT_HIDDEN -> host.awaitHidden(session, MOMENT);
			case UNREGISTER -> host.unregisterExternal(session, id);
			case MARK_TERMINAL -> host.markTerminal(session, id, ENDS.get(random.nextInt(3)));
			case MARK_LIVE -> host.markLiveState(session, id, STATES.get(1 + random.nextInt(2)));
			case CANCEL_MANAGED -> host.cancelManaged(session, id);
			case CANCEL_ALL_MANAGED -> host.cancelAllManaged(session);
			case LIST_MANAGED -> host.listManaged(session);
			case GET_MANAGED -> host.getManaged(session, id);
			case CLOSE_SESSION -> this.storm.closed(host.closeSession(session, successorOf(session, random)));
			case AWAIT -> host.await(id, MOMENT);
			case REATTACH -> host.reattach(driven(random));
			case DRAIN_WAKES -> this.storm.drained(host.drainWakes(session));
			case READ -> read(random);
			case CLOSE_PRIVATE -> this.closing.useOnce(random);
			case MOVE_PINNED -> this.pinned.move(random);
			case FIND_PINNED -> this.pinned.find(random);
			case INTERRUPTED -> interrupted(random);
			default -> withTask(operation, random);
		}
	}

	/** The id of a task that an executor drives, if there is one nearby. */
	private String driven(RandomGenerator random) {
		for (int i = 0; i < 50; i++) {
			BackgroundTaskHandle<?> task = this.storm.anyTask(random);
			if (task != null && task.record().kind().equals("remote")
					&& task.record().state() == BackgroundTaskState.RUNNING) {
				return task.id();
			}
		}
		return Storm.id(random);
	}

	private void withTask(Operation operation, RandomGenerator random) throws InterruptedException {
		BackgroundTaskHandle<?> task = this.storm.anyTask(random);
		if (task == null) {
			return;
		}
		switch (operation) {
			case CANCEL -> task.cancel("changed its mind");
			case CANCEL_NOW -> task.cancelNow("at once");
			case SEND -> task.send("hello");
			case ANSWER -> answer(task, random);
			case DECLINE -> decline(task);
			case AWAIT_HANDLE -> task.await(MOMENT);
			case AWAIT_OUTPUT -> task.awaitOutput(0, 10, MOMENT);
			case REPORT -> report(reporterOf(task), random);
			case ASK -> reporterOf(task).ask(Bodies.question(random));
			default -> throw new IllegalStateException("no code for " + operation);
		}
	}

	private TaskReporter reporterOf(BackgroundTaskHandle<?> task) {
		return this.storm.host().reporter(task.record().sessionId(), task.id());
	}

	private static @Nullable String successorOf(String session, RandomGenerator random) {
		String successor = Storm.session(random);
		return (random.nextInt(3) == 0 || successor.equals(session)) ? null : successor;
	}

	private void hidden() throws Exception {
		switch (ThreadLocalRandom.current().nextInt(4)) {
			case 0 -> throw new Deliberate("hidden work");
			case 1 -> this.storm.calm().await(Duration.ofDays(1));
			case 2 -> use(Operation.CLOSE_SESSION, ThreadLocalRandom.current());
			default -> {
			}
		}
	}

	/** The callback of the owner of external work. */
	private void owner(BackgroundTaskRecord task) throws InterruptedException {
		int chance = this.storm.calm().hasBegun() ? 100 : ThreadLocalRandom.current().nextInt(100);
		if (chance < 30) {
			throw new Deliberate("an owner");
		}
		else if (chance < 33) {
			this.storm.calm().await(Duration.ofDays(1));
		}
		else if (chance > 60) {
			this.storm.host().markTerminal(task.sessionId(), task.id(), BackgroundTaskState.CANCELLED);
		}
	}

	private void subscribe(String session) throws InterruptedException {
		try (BackgroundTaskSubscription reader = this.storm.host()
			.subscribe(BackgroundTaskFilter.all().withSession(session))) {
			reader.next(MOMENT);
			reader.takeLost();
		}
	}

	private static void answer(BackgroundTaskHandle<?> task, RandomGenerator random) {
		InputRequest open = task.record().inputRequest();
		if (open != null) {
			task.answer(open.key(), open.number(), new JsonPayload("true"));
		}
		else {
			task.answer("q" + random.nextInt(3), new JsonPayload("true"));
		}
	}

	private static void decline(BackgroundTaskHandle<?> task) {
		InputRequest open = task.record().inputRequest();
		task.decline((open != null) ? open.key() : "q0", (open != null) ? open.number() : 1, "no");
	}

	private static void report(TaskReporter reporter, RandomGenerator random) {
		switch (random.nextInt(12)) {
			case 0 -> reporter.status("status " + random.nextInt(5));
			case 1 -> reporter.progress(Progress.of(random.nextInt(5), 5, "steps"));
			case 2 -> reporter.summary("summary");
			case 3 -> reporter.output("err", "line");
			case 4 -> reporter.heartbeat();
			case 5 -> reporter.post("message");
			case 6 -> reporter.live(BackgroundTaskState.RUNNING);
			case 7 -> reporter.live(BackgroundTaskState.WAITING);
			case 8 -> reporter.complete("by a reporter");
			case 9 -> reporter.cancelled("by a reporter");
			case 10 -> reporter.fail(TaskFailure.of(new Deliberate("a reporter")));
			default -> reporter.answer("q0");
		}
	}

	private void read(RandomGenerator random) {
		LocalBackgroundTaskHost host = this.storm.host();
		BackgroundTaskHandle<?> task = this.storm.anyTask(random);
		if (task != null) {
			host.find(task.uid());
			host.inspect(task.uid());
			task.messages(null, 10);
			task.output(0, 10);
			task.answers();
			task.failure();
		}
		host.unresponsive(10);
		host.statistics().oldest(BackgroundTaskState.WAITING);
		if (host.statistics().live() < 0 || host.statistics().hidden() < 0) {
			this.storm.findings().add("a counter is negative: %d live", host.statistics().live());
		}
	}

	/** Calls an operation with the interrupt status set. */
	private void interrupted(RandomGenerator random) {
		Thread.currentThread().interrupt();
		try {
			use(Operation.values()[random.nextInt(Operation.values().length - 1)], random);
		}
		catch (InterruptedException ex) {
			// as set
		}
		finally {
			Thread.interrupted();
		}
	}

	/** The operations; all but the last are also called by interrupted threads. */
	enum Operation {

		REGISTER(6), REGISTER_EXTERNAL(6), SPAWN(12), SUBMIT(10), UPDATE(4), COMPLETE(2), REQUEST_CANCEL(2), GET(4),
		LIST(2), TRANSFER(4), TRANSFER_MANAGED(4), SUBSCRIBE(2), SPAWN_HIDDEN(2), AWAIT_HIDDEN(1), UNREGISTER(2),
		MARK_TERMINAL(3), MARK_LIVE(4), CANCEL_MANAGED(2), CANCEL_ALL_MANAGED(1), LIST_MANAGED(2), GET_MANAGED(2),
		CLOSE_SESSION(1), AWAIT(2), REATTACH(3), DRAIN_WAKES(2), READ(4), CANCEL(2), CANCEL_NOW(2), SEND(4), ANSWER(6),
		DECLINE(2), AWAIT_HANDLE(1), AWAIT_OUTPUT(1), REPORT(12), ASK(4), MOVE_PINNED(3), FIND_PINNED(4),
		CLOSE_PRIVATE(1), INTERRUPTED(2);

		private final int weight;

		Operation(int weight) {
			this.weight = weight;
		}

	}

}
