package io.github.taskhost.sample.checksums;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TextPartsTests {

	@Test
	void partsKeepTheirOrderAndDifferByAtMostOneCharacter() {
		assertThat(TextParts.of("abcdefghij", 4)).containsExactly("ab", "cde", "fg", "hij");
	}

	@Test
	void surrogatePairsStayTogether() {
		assertThat(TextParts.of("a😀b", 3)).containsExactly("a", "😀", "b");
	}

	@Test
	void shortTextHasEmptyParts() {
		assertThat(TextParts.of("a", 3)).containsExactly("", "", "a");
		assertThat(TextParts.of("", 2)).containsExactly("", "");
	}

}
