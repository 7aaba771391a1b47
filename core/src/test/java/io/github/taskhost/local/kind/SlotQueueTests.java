package io.github.taskhost.local.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SlotQueueTests {

	private final SlotQueue<Waiting> queue = new SlotQueue<>(1);

	private final AtomicInteger comparisons = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 2000 })
	void removalOfAWaitingTaskDoesNotVisitTheOthers(int sessions) {
		assertThat(this.queue.tryTake("s")).isNotNull();
		List<Waiting> waiting = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			waiting.add(new Waiting(i));
			assertThat(this.queue.enqueue("s" + i % sessions, 5, i, waiting.get(i))).isNull();
		}
		for (int i = 1999; i > 0; i--) {
			this.queue.remove(waiting.get(i));
		}
		assertThat(this.comparisons.get()).isLessThan(2 * 2000);
		this.queue.remove(waiting.get(1));
		assertThat(new SlotQueue.Slot<>(this.queue, "s").giveBack()).isSameAs(waiting.get(0));
		assertThat(new SlotQueue.Slot<>(this.queue, "s").giveBack()).isNull();
	}

	@Test
	void taskWithTheLowestRankIsNext() {
		SlotQueue<String> ranked = new SlotQueue<>(1);
		assertThat(ranked.tryTake("s")).isNotNull();
		assertThat(ranked.enqueue("s", 0, 30, "low")).isNull();
		assertThat(ranked.enqueue("s", 9, 20, "high")).isNull();
		assertThat(ranked.enqueue("s", 9, 40, "later")).isNull();
		assertThat(ranked.enqueue("t", 12, 1, "beyond")).isNull();
		assertThat(ranked.waiting()).hasSize(4);
		assertThat(servedBy(ranked, 5)).containsExactly("high", "beyond", "low", "later");
	}

	@Test
	void taskThatWasRemovedHasNoTurn() {
		SlotQueue<String> ranked = new SlotQueue<>(1);
		assertThat(ranked.tryTake("s")).isNotNull();
		ranked.enqueue("s", 9, 20, "high");
		ranked.enqueue("t", 9, 21, "higher");
		ranked.enqueue("s", 5, 50, "normal");
		ranked.remove("high");
		ranked.remove("high");
		assertThat(servedBy(ranked, 3)).containsExactly("higher", "normal");
	}

	private static List<String> servedBy(SlotQueue<String> queue, int times) {
		return Stream.generate(() -> new SlotQueue.Slot<>(queue, "s").giveBack())
			.limit(times)
			.filter(Objects::nonNull)
			.toList();
	}

	private final class Waiting {

		private final int number;

		Waiting(int number) {
			this.number = number;
		}

		@Override
		public boolean equals(Object other) {
			SlotQueueTests.this.comparisons.incrementAndGet();
			return this == other;
		}

		@Override
		public int hashCode() {
			return this.number;
		}

	}

}
