package io.github.taskhost.autoconfigure.property;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NearNames}.
 */
class NearNamesTests {

	@ParameterizedTest
	@CsvSource({ "improt, import", "imort, import", "immport, import", "inport, import", "grace-peroid, grace-period",
			"grace-priode, grace-period" })
	void typingErrorIsNear(String name, String known) {
		assertThat(NearNames.of(name, Set.of(known))).containsExactly(known);
	}

	@ParameterizedTest
	@CsvSource({ "export, import", "order, other", "import, import", "a, import", "attempts, max-attempts" })
	void otherNameIsNot(String name, String known) {
		assertThat(NearNames.of(name, Set.of(known))).isEmpty();
	}

	@Test
	void nearestNamesComeFirstAndAreFew() {
		assertThat(NearNames.of("timeout-ab",
				List.of("timeout-cd", "timeout-ax", "timeout-a", "timeout-aby", "timeout-q")))
			.containsExactly("timeout-a", "timeout-aby", "timeout-ax");
	}

}
