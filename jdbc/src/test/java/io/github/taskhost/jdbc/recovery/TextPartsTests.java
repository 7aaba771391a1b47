package io.github.taskhost.jdbc.recovery;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextPartsTests {

	private static List<List<Long>> divided(Long... sizes) {
		return TextParts.divided(List.of(sizes), (size) -> size);
	}

	@Test
	void smallTasksAreOnePart() {
		List<Long> thousand = Collections.nCopies(1000, 16_000L);
		assertThat(TextParts.divided(thousand, (size) -> size)).containsExactly(thousand);
	}

	@Test
	void partEndsBeforeTheTaskThatWouldNotFit() {
		assertThat(divided(9_000_000L, 7_000_000L, 1L, 10_000_000L, 10_000_000L))
			.containsExactly(List.of(9_000_000L, 7_000_000L), List.of(1L, 10_000_000L), List.of(10_000_000L));
	}

	@Test
	void taskThatIsTooLargeIsAPartOfItsOwn() {
		assertThat(divided(1L, 90_000_000L, 1L)).containsExactly(List.of(1L), List.of(90_000_000L), List.of(1L));
	}

	@Test
	void noTasksHaveNoParts() {
		assertThat(divided()).isEmpty();
	}

}
