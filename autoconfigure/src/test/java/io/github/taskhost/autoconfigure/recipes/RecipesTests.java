package io.github.taskhost.autoconfigure.recipes;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles and runs every recipe of {@code docs/recipes.md}, and checks its effect.
 */
class RecipesTests extends AbstractExamplesTests {

	private static final Map<String, RecipeCheck> CHECKS = RecipeCheck.byTitle();

	RecipesTests() {
		super("docs/recipes.md", Recipe.readAll());
	}

	@Test
	void everyRecipeHasItsCheckAndEveryCheckItsRecipe() {
		assertThat(examples()).extracting(Recipe::title)
			.doesNotHaveDuplicates()
			.containsExactlyElementsOf(CHECKS.keySet());
	}

	@ParameterizedTest
	@MethodSource("examples")
	void recipeIsShort(Recipe recipe) {
		assertThat(recipe.lines()).isLessThanOrEqualTo(CHECKS.get(recipe.title()).maxLines());
		assertThat(recipe.code().lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(120));
	}

	@ParameterizedTest
	@MethodSource("examples")
	void recipeHasItsEffect(Recipe recipe) throws Exception {
		check(recipe, CHECKS.get(recipe.title()).effect());
	}

}
