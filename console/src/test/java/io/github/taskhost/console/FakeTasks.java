package io.github.taskhost.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The invented tasks, and their changes.
 * <p>
 * Synchronisation: {@code lock} guards all tasks.
 */
class FakeTasks {

	private final ReentrantLock lock = new ReentrantLock();

	private final List<FakeTask> tasks;

	private final AtomicInteger ticks = new AtomicInteger();

	FakeTasks(int count) {
		this.tasks = new ArrayList<>(FakeSeeds.at(Instant.now(), count));
	}

	/** Runs an action under the lock. */
	<T> T locked(Callable<T> action) {
		this.lock.lock();
		try {
			return action.call();
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** All tasks, oldest first; to be used under the lock. */
	List<FakeTask> all() {
		return this.tasks;
	}

	@Nullable FakeTask find(String uid) {
		return this.tasks.stream().filter((task) -> task.uid.equals(uid)).findFirst().orElse(null);
	}

	FakeTask named(String name) {
		return locked(() -> this.tasks.stream().filter((task) -> task.name.equals(name)).findFirst().orElseThrow());
	}

	/** Starts a task. */
	FakeTask spawn(String name, String kind, String session) {
		return locked(() -> {
			FakeTask task = new FakeTask(this.tasks.getLast().number + 1, name, kind, session, Instant.now());
			task.to("running", Instant.now(), "started", null);
			task.total = 100;
			this.tasks.add(task);
			return task;
		});
	}

	/** Ends a task. */
	void end(FakeTask task, String state) {
		locked(() -> {
			task.to(state, Instant.now(), null, null);
			return task;
		});
	}

	/** Lets a task ask for a text. */
	void ask(FakeTask task, String key, String prompt) {
		locked(() -> {
			task.ask(key, prompt, Map.of("type", "string", "maxLength", 40), Instant.now());
			return task;
		});
	}

	/** Answers the question of a task, as another person does. */
	void answer(FakeTask task, String json) {
		locked(() -> {
			task.answers.add(FakeJson.object("key", Objects.requireNonNull(task.question).get("key"), "number", 1,
					"text", json, "time", Instant.now().toString(), "by", "anna"));
			task.question = null;
			task.to("running", Instant.now(), "answered", json);
			return task;
		});
	}

	/** Removes a task, as retention does. */
	void remove(FakeTask task) {
		locked(() -> this.tasks.remove(task));
	}

	/** Moves running tasks on. */
	void tick() {
		int tick = this.ticks.incrementAndGet();
		locked(() -> {
			this.tasks.stream().filter((task) -> task.state.equals("running")).forEach((task) -> advance(task, tick));
			return tick;
		});
	}

	private static void advance(FakeTask task, int tick) {
		task.current = (task.current + 1 + task.number % 5) % Math.max(1, task.total);
		task.version++;
		if (task.extra.containsKey("noisy") && tick % 2 == 0) {
			task.line("out", "indexed batch " + tick, Instant.now());
		}
	}

	/**
	 * Cancels a task; it ends when the next second begins, unless it is cancelled now.
	 */
	boolean cancel(FakeTask task, @Nullable String reason) {
		if (!task.live()) {
			return false;
		}
		task.reason = reason;
		task.moment("cancel_requested", Instant.now(), reason, "op");
		task.to("cancelled", Instant.now(), null, reason);
		return true;
	}

	Map<String, Object> output(FakeTask task, long after) {
		List<Map<String, Object>> lines = task.lines.stream()
			.filter((line) -> ((Number) line.get("position")).longValue() > after)
			.toList();
		long next = lines.isEmpty() ? after : ((Number) lines.getLast().get("position")).longValue();
		return FakeJson.object("now", Instant.now().toString(), "lines", lines, "next", next, "dropped",
				Math.max(0, task.dropped - after), "ended", !task.live());
	}

	static Duration age(FakeTask task) {
		return Duration.between(task.createdAt, Instant.now());
	}

}
