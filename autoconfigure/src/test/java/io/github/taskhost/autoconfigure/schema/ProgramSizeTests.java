package io.github.taskhost.autoconfigure.schema;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProgramSize}.
 */
class ProgramSizeTests {

	private static final long LIMIT = 1_000_000;

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "^a$", "a|b|c", "(a)*(b)+(c)?", "a{3}", "a{0,900}", "a{900,}", "(?:ab){50}",
			"((a{0,9}){0,9}){9,}", "(\\d{1,3}\\.){3}\\d{1,3}", "[{]{7}[}]{0,70}", "\\){30}", "\\Q(\\E{40}", "(|a){20}",
			"(?i)k{40}", "\\pL{30}", "(a*b*){0,60}", "[^)]{50}(x[)]{2}){9}", "()()(){9}" })
	void isNeverSmallerThanTheProgram(String pattern) {
		assertThat(ProgramSize.of(pattern, LIMIT)).isGreaterThanOrEqualTo(Pattern.compile(pattern).programSize());
	}

	@Test
	void groupsInGroupsMultiplyUpToTheLimit() {
		assertThat(ProgramSize.of("((((a{10}){10}){10}){10}){10}", 500)).isEqualTo(501);
		assertThat(ProgramSize.of("(".repeat(40) + "a" + "){999}".repeat(40), LIMIT)).isEqualTo(LIMIT + 1);
	}

}
