package io.github.taskhost.autoconfigure.recipes;

import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.github.taskhost.test.HostReset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Base class of the tests that compile the examples of a page and run them in one
 * application.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
abstract class AbstractExamplesTests {

	private final String page;

	private final List<Recipe> examples;

	private URLClassLoader classes;

	private RecipeApplication application;

	AbstractExamplesTests(String page, List<Recipe> examples) {
		this.page = page;
		this.examples = examples;
	}

	List<Recipe> examples() {
		return this.examples;
	}

	@BeforeAll
	void start(@TempDir Path output) throws Exception {
		this.classes = PageCompiler.compile(this.page,
				this.examples.stream().collect(Collectors.toMap(Recipe::className, Recipe::source)), output);
		this.application = new RecipeApplication(this.examples, this.classes);
	}

	@AfterAll
	void stop() throws Exception {
		if (this.application != null) {
			this.application.close();
		}
		if (this.classes != null) {
			this.classes.close();
		}
	}

	/** Runs an example and checks its effect. */
	void check(Recipe example, RecipeCheck.Effect effect) throws Exception {
		Stage stage = this.application.stage(example);
		try {
			effect.check(stage);
		}
		finally {
			HostReset.reset(stage.host, Duration.ofSeconds(10));
		}
	}

}
