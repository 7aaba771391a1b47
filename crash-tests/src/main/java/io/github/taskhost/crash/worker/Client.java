package io.github.taskhost.crash.worker;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.schedule.OverlapPolicy;
import io.github.taskhost.schedule.Schedule;
import io.github.taskhost.schedule.ScheduleOptions;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * The operations of the load: submits tasks of all kinds, and cancels, answers, moves and
 * sends messages to tasks that it knows. Used by one thread.
 */
final class Client {

	private static final List<String> SHORT = List.of("quick", "quick", "fail", "flaky", "walk");

	private static final List<String> LONG = List.of("ask", "mail", "endless");

	private static final String SCHEDULES = "scheduled";

	private static final int MOST_KNOWN = 60;

	private static final int SESSIONS = 8;

	private static final int TOGETHER = 1000;

	private final String name;

	private final BackgroundTaskHost host;

	private final Orders orders;

	private final Ledger ledger;

	private final Calls calls;

	private final BlockingQueue<Known> known;

	private final Random random;

	private final AtomicInteger number = new AtomicInteger();

	Client(String name, BackgroundTaskHost host, Orders orders, Ledger ledger, BlockingQueue<Known> known, long seed) {
		this.name = name;
		this.host = host;
		this.orders = orders;
		this.ledger = ledger;
		this.calls = new Calls(ledger);
		this.known = known;
		this.random = new Random(seed);
	}

	private String next(String prefix) {
		return prefix + this.name + "-" + this.number.incrementAndGet();
	}

	private String session() {
		return "s" + this.random.nextInt(SESSIONS);
	}

	private boolean chance(int percent) {
		return this.random.nextInt(100) < percent;
	}

	/** Does one operation of the load. */
	void step() {
		Known task = chance(45) ? this.known.poll() : null;
		if (task != null) {
			operate(task);
		}
		else if (chance(10)) {
			order();
		}
		else {
			boolean isLong = chance(35) && this.known.size() < MOST_KNOWN;
			List<String> kinds = isLong ? LONG : SHORT;
			submit(kinds.get(this.random.nextInt(kinds.size())), session(), next("t"),
					chance(10) ? this.random.nextInt(800) : 0);
		}
	}

	/** Submits a task that starts after a delay in milliseconds. */
	void submit(String kind, String session, String id, long delay) {
		BackgroundTaskRegistration.Builder registration = BackgroundTaskRegistration.ofKind(kind).id(id);
		if (delay > 0) {
			registration.startAfter(Duration.ofMillis(delay));
		}
		this.calls.make("submit", id, () -> {
			long due = System.currentTimeMillis() + delay;
			UUID uid = this.host.session(session).submit(TaskRequest.of(registration.build())).uid();
			this.ledger.write("acked", uid, id, kind, session);
			this.ledger.write("due", uid, due);
			if (LONG.contains(kind) || kind.equals("walk")) {
				this.known.add(new Known(uid, id, session, kind));
			}
		});
	}

	/** Submits tasks that start after a delay in milliseconds, many at a time. */
	void submitMany(String kind, String session, String prefix, int number, long delay) {
		for (int from = 0; from < number; from += TOGETHER) {
			List<TaskRequest> requests = new ArrayList<>();
			for (int i = from; i < Math.min(number, from + TOGETHER); i++) {
				BackgroundTaskRegistration.Builder registration = BackgroundTaskRegistration.ofKind(kind)
					.id(prefix + "-" + i);
				if (delay > 0) {
					registration.startAfter(Duration.ofMillis(delay));
				}
				TaskRequest request = TaskRequest.of(registration.build());
				requests.add(kind.equals("poison") ? request.input("") : request);
			}
			this.calls.make("submit", prefix, () -> {
				long due = System.currentTimeMillis() + delay;
				for (BackgroundTaskHandle<?> handle : this.host.session(session).submitAll(requests)) {
					this.ledger.write("acked", handle.uid(), handle.id(), kind, session);
					this.ledger.write("due", handle.uid(), due);
				}
			});
		}
	}

	/**
	 * Creates a schedule.
	 * @param id its id
	 * @param rule {@code cron} or {@code every}
	 * @param seconds its period
	 * @param overlap its overlap policy
	 */
	void schedule(String id, String rule, int seconds, String overlap) {
		Schedule schedule = rule.equals("cron") ? Schedule.cron("*/" + seconds + " * * * * *", ZoneOffset.UTC)
				: Schedule.every(Duration.ofSeconds(seconds));
		ScheduleOptions options = ScheduleOptions.DEFAULT.withOverlap(OverlapPolicy.valueOf(overlap));
		this.calls.make("schedule", id, () -> {
			this.host.session(SCHEDULES).schedule(id, schedule, TaskRequest.of("tick"), options);
			this.ledger.write("scheduled", id, rule, seconds);
		});
	}

	/** Pauses a schedule. */
	void pause(String id) {
		this.calls.make("pause", id, () -> {
			this.host.session(SCHEDULES).schedules().pause(id);
			this.ledger.write("paused", id);
		});
	}

	private void order() {
		String id = next("o");
		boolean fails = chance(20);
		this.calls.make("order", id, () -> {
			this.orders.place(session(), id, fails);
			this.ledger.write("placed", id);
		});
	}

	private void operate(Known task) {
		Known after = task;
		if (chance(15)) {
			after = transfer(task);
		}
		else if (chance(task.kind().equals("endless") ? 50 : 5)) {
			cancel(task);
			return;
		}
		else if (task.kind().equals("ask")) {
			if (answer(task)) {
				return;
			}
		}
		else if (task.kind().equals("mail")) {
			send(task);
		}
		if (chance(task.kind().equals("endless") ? 100 : 90)) {
			this.known.add(after);
		}
	}

	private Known transfer(Known task) {
		String target = session();
		boolean moved = this.calls.make("transfer", task.uid(), () -> {
			BackgroundTaskRecord record = this.host.transfer(task.id(), target);
			this.ledger.write("transferred", task.uid(), record.sessionId());
		});
		return moved ? new Known(task.uid(), task.id(), target, task.kind()) : task;
	}

	/** Requests the cancellation of a task. */
	void cancel(Known task) {
		this.calls.make("cancel", task.uid(), () -> {
			BackgroundTaskRecord record = this.host.requestCancel(task.id(), "no longer wanted");
			boolean requested = record.state() == BackgroundTaskState.CANCEL_REQUESTED || record.state().isTerminal();
			this.ledger.write(requested ? "cancelled" : "error", task.uid(), record.attempt(), record.state());
		});
	}

	/** Answers the question of a task; returns whether the answer was accepted. */
	boolean answer(Known task) {
		String value = next("a");
		return this.calls.make("answer", task.uid(), () -> {
			handle(task).answer(WorkerKinds.QUESTION, value);
			this.ledger.write("answered", task.uid(), value);
		});
	}

	private void send(Known task) {
		this.calls.make("message", task.uid(), () -> {
			TaskMessageReceipt receipt = handle(task).send(next("m"));
			this.ledger.write("messaged", task.uid(), receipt.message().id(), receipt.delivery());
		});
	}

	private BackgroundTaskHandle<?> handle(Known task) {
		String session = this.host.get(task.id()).map(BackgroundTaskRecord::sessionId).orElse(task.session());
		return this.host.task(session, task.id());
	}

}
