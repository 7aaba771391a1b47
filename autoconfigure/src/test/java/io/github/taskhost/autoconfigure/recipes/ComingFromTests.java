package io.github.taskhost.autoconfigure.recipes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles and runs the code in each row of the table "Coming from" of
 * {@code docs/scheduling.md}, and checks its effect.
 */
class ComingFromTests extends AbstractExamplesTests {

	private static final String HEADER = "| feature | there | here |";

	private static final Map<String, RecipeCheck.Effect> CHECKS = ComingFrom.byFeature();

	ComingFromTests() {
		super("docs/scheduling.md", rows());
	}

	/** The rows, with the code or the property in their last column. */
	private static List<Recipe> rows() {
		List<Recipe> rows = new ArrayList<>();
		for (String line : tableLines()) {
			String[] cells = line.substring(2, line.length() - 2).split(" \\| ");
			String code = cells[2].substring(1, cells[2].length() - 1);
			boolean property = code.startsWith("taskhost.");
			String java = code.startsWith("@") ? code : property ? "" : code + ";";
			rows.add(new Recipe(rows.size() + 1, cells[0], java + "\n", property ? List.of(code) : List.of()));
		}
		return rows;
	}

	private static List<String> tableLines() {
		try {
			return Files.readAllLines(Path.of("../docs/scheduling.md"))
				.stream()
				.dropWhile((line) -> !line.equals(HEADER))
				.skip(2)
				.takeWhile((line) -> line.startsWith("| "))
				.toList();
		}
		catch (IOException ex) {
			throw new AssertionError("The page cannot be read", ex);
		}
	}

	@Test
	void everyRowHasItsCheckAndEveryCheckItsRow() {
		assertThat(examples()).extracting(Recipe::title).containsExactlyElementsOf(CHECKS.keySet());
	}

	@ParameterizedTest
	@MethodSource("examples")
	void rowHasItsEffect(Recipe row) throws Exception {
		check(row, CHECKS.get(row.title()));
	}

}
