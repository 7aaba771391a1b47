package io.github.taskhost.autoconfigure.recipes;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the examples of a page in one run of the compiler.
 */
public final class PageCompiler {

	private PageCompiler() {
	}

	/** Compiles sources, by the names of their classes. */
	public static URLClassLoader compile(String page, Map<String, String> classes, Path output) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter problems = new StringWriter();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-proc:none", "-nowarn", "-parameters", "-cp", classPath(), "-d",
					output.toString());
			List<Source> sources = classes.entrySet()
				.stream()
				.map((entry) -> new Source(entry.getKey(), entry.getValue()))
				.toList();
			if (!compiler.getTask(problems, files, null, options, null, sources).call()) {
				throw new AssertionError(page + " does not compile:\n" + problems);
			}
		}
		return new URLClassLoader(new URL[] { output.toUri().toURL() }, PageCompiler.class.getClassLoader());
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String text;

		Source(String className, String text) {
			super(URI.create("string:///" + className.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
			this.text = text;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
