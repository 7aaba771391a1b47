package io.github.taskhost.local.commit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.Interleavings;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EndedTasksTests {

	private static final Kind KIND = new Kind("trivial", KindOptions.NONE, null);

	private final EndedTasks ended = new EndedTasks();

	private static LocalTask task(int number) {
		BackgroundTaskRegistration registration = BackgroundTaskRegistration.ofKind("trivial").id("t" + number).build();
		return new LocalTask(BackgroundTaskRecord.builder(UUID.randomUUID(), "s1", registration, Instant.EPOCH).build(),
				List.of(), KIND, Work.None.NONE);
	}

	private List<LocalTask> added(int count) {
		List<LocalTask> tasks = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			tasks.add(task(i));
			this.ended.add(tasks.get(i));
		}
		return tasks;
	}

	private List<LocalTask> rest() {
		List<LocalTask> rest = new ArrayList<>();
		for (LocalTask task = this.ended.poll(); task != null; task = this.ended.poll()) {
			rest.add(task);
		}
		return rest;
	}

	@Test
	void tasksAreTakenInTheOrderOfTheirEnds() {
		List<LocalTask> tasks = added(3);
		assertThat(rest()).containsExactlyElementsOf(tasks);
		assertThat(this.ended.poll()).isNull();
		assertThat(added(2)).isEqualTo(rest());
	}

	@Test
	void taskIsRemovedAtAnyPosition() {
		for (int at = 0; at < 3; at++) {
			List<LocalTask> tasks = added(3);
			LocalTask out = tasks.remove(at);
			assertThat(this.ended.removeIf((task) -> task == out)).isEqualTo(1);
			assertThat(this.ended.removeIf((task) -> task == out)).isZero();
			tasks.addAll(added(1));
			assertThat(rest()).as("without number %s", at).containsExactlyElementsOf(tasks);
		}
	}

	@Test
	void allOfManyTasksAreRemovedAtOnce() {
		List<LocalTask> tasks = added(5);
		assertThat(this.ended.removeIf((task) -> task != tasks.get(2))).isEqualTo(4);
		assertThat(rest()).containsExactly(tasks.get(2));
		added(3);
		assertThat(this.ended.removeIf((task) -> true)).isEqualTo(3);
		assertThat(added(2)).isEqualTo(rest());
	}

	@Test
	void oldestTaskIsTakenOnlyIfItFits() {
		List<LocalTask> tasks = added(2);
		assertThat(this.ended.poll((task) -> task == tasks.get(1))).isNull();
		assertThat(this.ended.poll((task) -> task == tasks.get(0))).isSameAs(tasks.get(0));
		assertThat(rest()).containsExactly(tasks.get(1));
	}

	@Test
	void takenTaskCanBeAddedAgainAtTheEnd() {
		List<LocalTask> tasks = added(2);
		LocalTask first = this.ended.poll();
		this.ended.add(tasks.get(0));
		assertThat(first).isSameAs(tasks.get(0));
		assertThat(rest()).containsExactly(tasks.get(1), tasks.get(0));
	}

	@Test
	void addingAndTakingIsLinearizable() {
		Interleavings.options(1, 3).check(Queue.class);
	}

	/** Some of the added tasks are removed again, while two threads take the oldest. */
	@Test
	void eachTaskIsTakenOnceDuringConcurrentRemovals() throws Exception {
		int each = 20_000;
		AtomicInteger adding = new AtomicInteger(2);
		CyclicBarrier start = new CyclicBarrier(4);
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			List<Future<List<LocalTask>>> parts = new ArrayList<>();
			Callable<List<LocalTask>> adder = () -> {
				start.await();
				List<LocalTask> out = new ArrayList<>();
				for (int i = 0; i < each; i++) {
					LocalTask task = task(i);
					this.ended.add(task);
					if (i % 100 == 0 && this.ended.removeIf((other) -> other == task) == 1) {
						out.add(task);
					}
				}
				adding.decrementAndGet();
				return out;
			};
			Callable<List<LocalTask>> taker = () -> {
				start.await();
				List<LocalTask> out = new ArrayList<>();
				while (adding.get() > 0) {
					out.addAll(rest());
				}
				return out;
			};
			parts.add(threads.submit(adder));
			parts.add(threads.submit(adder));
			parts.add(threads.submit(taker));
			parts.add(threads.submit(taker));
			Set<LocalTask> taken = Collections.newSetFromMap(new IdentityHashMap<>());
			int count = 0;
			for (Future<List<LocalTask>> part : parts) {
				taken.addAll(part.get());
				count += part.get().size();
			}
			List<LocalTask> left = rest();
			taken.addAll(left);
			assertThat(count + left.size()).isEqualTo(2 * each).isEqualTo(taken.size());
		}
	}

	/** Operations of the queue: adding a task and taking the oldest. */
	public static class Queue {

		private final EndedTasks ended = new EndedTasks();

		@Operation
		public void add(@Param(gen = IntGen.class, conf = "0:9") int number) {
			this.ended.add(task(number));
		}

		@Operation
		public String poll() {
			LocalTask task = this.ended.poll();
			return (task != null) ? task.record().id() : "none";
		}

	}

}
