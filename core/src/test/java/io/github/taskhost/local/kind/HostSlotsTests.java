package io.github.taskhost.local.kind;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Slots that kinds share.
 */
class HostSlotsTests {

	private final HostSlots<String> host = new HostSlots<>(2);

	private final SlotQueue<String> one = new SlotQueue<>(1, this.host, null);

	private final SlotQueue<String> other = new SlotQueue<>(Integer.MAX_VALUE, this.host, null);

	@Test
	void kindsHaveALimitTogetherAndEachItsOwn() {
		assertThat(this.one.tryTake("s")).isNotNull();
		assertThat(this.one.tryTake("s")).isNull();
		assertThat(this.other.room()).isOne();
		assertThat(this.other.tryTake("s")).isNotNull();
		assertThat(this.other.tryTake("s")).isNull();
		assertThat(this.host.room()).isZero();
	}

	@Test
	void aSlotGoesToTheKindsInTurn() {
		SlotQueue.Slot<String> first = this.one.tryTake("s");
		SlotQueue.Slot<String> second = this.other.tryTake("s");
		assertThat(this.other.enqueue("s", 5, 0, "a")).isNull();
		assertThat(this.one.enqueue("s", 5, 0, "b")).isNull();
		assertThat(this.other.enqueue("s", 5, 0, "c")).isNull();
		assertThat(first.giveBack()).isEqualTo("a");
		assertThat(second.giveBack()).isEqualTo("b");
		assertThat(new SlotQueue.Slot<>(this.one, "s").giveBack()).isEqualTo("c");
		assertThat(this.other.waiting()).isEmpty();
	}

	@Test
	void rankCountsAcrossKinds() {
		SlotQueue.Slot<String> first = this.one.tryTake("s");
		SlotQueue.Slot<String> second = this.other.tryTake("s");
		assertThat(this.other.enqueue("s", 5, 10, "normal")).isNull();
		assertThat(this.other.enqueue("s", 2, 40, "low")).isNull();
		assertThat(this.one.enqueue("s", 9, 5, "high")).isNull();
		assertThat(this.one.enqueue("s", 5, 30, "later")).isNull();
		assertThat(first.giveBack()).isEqualTo("high");
		assertThat(second.giveBack()).isEqualTo("normal");
		assertThat(new SlotQueue.Slot<>(this.one, "s").giveBack()).isEqualTo("later");
		assertThat(new SlotQueue.Slot<>(this.other, "s").giveBack()).isEqualTo("low");
		assertThat(new SlotQueue.Slot<>(this.other, "s").giveBack()).isNull();
	}

	@Test
	void aKindAtItsLimitHoldsUpNoOther() {
		this.one.tryTake("s");
		assertThat(this.one.enqueue("s", 5, 0, "a")).isNull();
		assertThat(this.other.enqueue("s", 5, 0, "b")).isEqualTo("b");
	}

	@Test
	void waitingTasksTakeRoom() {
		this.one.tryTake("s");
		this.one.enqueue("s", 5, 0, "a");
		assertThat(this.one.waiting()).containsExactly("a");
		assertThat(this.host.room()).isZero();
		this.one.remove("a");
		assertThat(this.host.room()).isOne();
	}

	@Test
	void aSlotIsLentOutAndCorrected() {
		SlotQueue.Slot<String> slot = this.one.tryTake("s");
		assertThat(slot.lend()).isNull();
		assertThat(this.host.room()).isEqualTo(2);
		slot.takeBack();
		assertThat(this.one.correct(-1)).isNull();
		assertThat(this.host.room()).isEqualTo(2);
	}

}
