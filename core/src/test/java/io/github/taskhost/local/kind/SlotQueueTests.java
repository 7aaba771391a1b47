package io.github.taskhost.local.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SlotQueueTests {

	private final SlotQueue<Waiting> queue = new SlotQueue<>(1);

	private final AtomicInteger comparisons = new AtomicInteger();

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 2000 })
	void removalOfAWaitingTaskDoesNotVisitTheOthers(int sessions) {
		assertThat(this.queue.tryTake()).isNotNull();
		List<Waiting> waiting = new ArrayList<>();
		for (int i = 0; i < 2000; i++) {
			waiting.add(new Waiting(i));
			assertThat(this.queue.enqueue("s" + i % sessions, waiting.get(i))).isNull();
		}
		for (int i = 1999; i > 0; i--) {
			this.queue.remove(waiting.get(i));
		}
		assertThat(this.comparisons.get()).isLessThan(2 * 2000);
		this.queue.remove(waiting.get(1));
		assertThat(new SlotQueue.Slot<>(this.queue).giveBack()).isSameAs(waiting.get(0));
		assertThat(new SlotQueue.Slot<>(this.queue).giveBack()).isNull();
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
