package io.github.taskhost.autoconfigure.recipes;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The expectation of one recipe.
 *
 * @param maxLines the maximum number of lines of its code
 * @param effect the check of its effect
 */
record RecipeCheck(int maxLines, Effect effect) {

	/** The checks in the order of the page, by the title of their recipe. */
	static Map<String, RecipeCheck> byTitle() {
		Map<String, RecipeCheck> checks = new LinkedHashMap<>();
		CommonUses.addTo(checks);
		FurtherUses.addTo(checks);
		return checks;
	}

	static RecipeCheck threeLines(Effect effect) {
		return new RecipeCheck(3, effect);
	}

	static RecipeCheck tenLines(Effect effect) {
		return new RecipeCheck(10, effect);
	}

	/** Runs a recipe and checks its effect. */
	@FunctionalInterface
	interface Effect {

		void check(Stage stage) throws Exception;

	}

}
