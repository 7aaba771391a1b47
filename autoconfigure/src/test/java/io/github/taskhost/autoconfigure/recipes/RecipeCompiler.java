package io.github.taskhost.autoconfigure.recipes;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles all recipes in one run of the compiler.
 */
final class RecipeCompiler {

	private RecipeCompiler() {
	}

	static URLClassLoader compile(List<Recipe> recipes, Path output) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter problems = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-proc:none", "-nowarn", "-parameters", "-cp", classPath(), "-d",
					output.toString());
			List<Source> sources = recipes.stream().map(Source::new).toList();
			if (!compiler.getTask(problems, files, null, options, null, sources).call()) {
				throw new AssertionError("docs/recipes.md does not compile:\n" + problems);
			}
		}
		return new URLClassLoader(new URL[] { output.toUri().toURL() }, RecipeCompiler.class.getClassLoader());
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private static final class Source extends SimpleJavaFileObject {

		private final Recipe recipe;

		Source(Recipe recipe) {
			super(URI.create("string:///" + recipe.className().replace('.', '/') + ".java"),
					JavaFileObject.Kind.SOURCE);
			this.recipe = recipe;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.recipe.source();
		}

	}

}
