package io.github.taskhost.autoconfigure.recipes;

import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.taskhost.test.HostReset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiles and runs every recipe of {@code docs/recipes.md}, and checks its effect.
 */
@Timeout(60)
class RecipesTests {

	private static final List<Recipe> RECIPES = Recipe.readAll();

	private static final Map<String, RecipeCheck> CHECKS = RecipeCheck.byTitle();

	@TempDir
	private static Path output;

	private static URLClassLoader classes;

	private static RecipeApplication application;

	@BeforeAll
	static void start() throws Exception {
		classes = PageCompiler.compile("docs/recipes.md",
				RECIPES.stream().collect(Collectors.toMap(Recipe::className, Recipe::source)), output);
		application = new RecipeApplication(RECIPES, classes);
	}

	@AfterAll
	static void stop() throws Exception {
		if (application != null) {
			application.close();
		}
		if (classes != null) {
			classes.close();
		}
	}

	static List<Recipe> recipes() {
		return RECIPES;
	}

	@Test
	void everyRecipeHasItsCheckAndEveryCheckItsRecipe() {
		assertThat(RECIPES).extracting(Recipe::title)
			.doesNotHaveDuplicates()
			.containsExactlyElementsOf(CHECKS.keySet());
	}

	@ParameterizedTest
	@MethodSource("recipes")
	void recipeIsShort(Recipe recipe) {
		assertThat(recipe.lines()).isLessThanOrEqualTo(CHECKS.get(recipe.title()).maxLines());
		assertThat(recipe.code().lines()).allSatisfy((line) -> assertThat(line).hasSizeLessThanOrEqualTo(120));
	}

	@ParameterizedTest
	@MethodSource("recipes")
	void recipeHasItsEffect(Recipe recipe) throws Exception {
		Stage stage = application.stage(recipe);
		try {
			CHECKS.get(recipe.title()).effect().check(stage);
		}
		finally {
			HostReset.reset(stage.host, Duration.ofSeconds(10));
		}
	}

}
