package io.github.taskhost.local.time;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UidSequenceTests {

	private final UidSequence uids = new UidSequence();

	@Test
	void uidsIncreaseAlsoWhenTheClockGoesBack() {
		List<String> made = Stream.of(1000L, 1000L, 999L, 1001L).map(this.uids::next).map(UUID::toString).toList();
		assertThat(made).isSorted().doesNotHaveDuplicates();
		assertThat(made).allMatch((uid) -> UUID.fromString(uid).version() == 7 && UUID.fromString(uid).variant() == 2);
	}

	@Test
	void uidContainsItsPlace() {
		UUID first = this.uids.next(1);
		assertThat(this.uids.skip()).isEqualTo(1);
		UUID third = this.uids.next(1);
		assertThat(UidSequence.placeOf(first)).isZero();
		assertThat(UidSequence.placeOf(third)).isEqualTo(2);
		assertThat(this.uids.count()).isEqualTo(3);
	}

}
