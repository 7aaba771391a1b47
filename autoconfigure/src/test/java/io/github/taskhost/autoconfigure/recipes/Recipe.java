package io.github.taskhost.autoconfigure.recipes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One recipe of {@code docs/recipes.md}.
 *
 * @param number the position on the page, from 1
 * @param title the heading
 * @param code the Java block
 * @param properties the lines of the block of properties, if there is one
 */
record Recipe(int number, String title, String code, List<String> properties) {

	private static final Pattern SECTION = Pattern.compile("(?ms)^### ([^\n]+)\n(.*?)(?=^##|\\z)");

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\n(.*?)^```$");

	private static final Pattern PROPERTIES = Pattern.compile("(?ms)^```properties\n(.*?)^```$");

	private static final Pattern TYPE = Pattern.compile("(?m)^(?:class|record) (\\w+)");

	private static final Pattern VARIABLE = Pattern.compile("(?m)^[A-Z][\\w<>?, ]* (\\w+) =");

	private static final String IMPORTS = """
			import java.time.*;
			import java.util.*;
			import io.github.taskhost.*;
			import io.github.taskhost.autoconfigure.recipes.Scene;
			import io.github.taskhost.autoconfigure.recipes.Services.*;
			import io.github.taskhost.error.*;
			import io.github.taskhost.event.*;
			import io.github.taskhost.kind.*;
			import io.github.taskhost.message.*;
			import io.github.taskhost.schedule.*;
			import io.github.taskhost.task.*;
			import io.github.taskhost.web.*;
			import org.jspecify.annotations.Nullable;
			import org.slf4j.MDC;
			import org.springframework.context.event.EventListener;
			import org.springframework.http.MediaType;
			import org.springframework.stereotype.Component;
			import org.springframework.web.bind.annotation.*;
			import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
			import static org.assertj.core.api.Assertions.assertThat;
			""";

	static List<Recipe> readAll() {
		String page = read(Path.of("../docs/recipes.md"));
		List<Recipe> recipes = new ArrayList<>();
		Matcher section = SECTION.matcher(page);
		while (section.find()) {
			recipes.add(new Recipe(recipes.size() + 1, section.group(1), block(section.group(1), section.group(2)),
					properties(section.group(2))));
		}
		return recipes;
	}

	private static String block(String title, String section) {
		List<String> blocks = BLOCK.matcher(section).results().map((block) -> block.group(1)).toList();
		if (blocks.size() != 1) {
			throw new AssertionError("'" + title + "' has " + blocks.size() + " Java blocks. Write one.");
		}
		return blocks.getFirst();
	}

	private static List<String> properties(String section) {
		return PROPERTIES.matcher(section).results().flatMap((block) -> block.group(1).lines()).toList();
	}

	private static String read(Path page) {
		try {
			return Files.readString(page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The lines that a user writes. */
	long lines() {
		return this.code.lines().filter((line) -> !line.isBlank()).count() + this.properties.size();
	}

	String user() {
		return "recipe" + this.number;
	}

	String className() {
		return "recipes." + user() + "." + typeName();
	}

	private String typeName() {
		Matcher type = TYPE.matcher(this.code);
		return type.find() ? type.group(1) : "Code";
	}

	/** Whether the code is a bean: a type, or methods of one. */
	boolean isBean() {
		return this.code.startsWith("@");
	}

	String source() {
		String header = "package recipes." + user() + ";\n" + IMPORTS;
		if (!isBean()) {
			return header + "public class Code extends Scene {\npublic void run() throws Exception {\n" + this.code
					+ variables() + "}\n}\n";
		}
		if (TYPE.matcher(this.code).find()) {
			return header + this.code;
		}
		String annotation = this.code.startsWith("@GetMapping") ? "@RestController " : "";
		return header + annotation + "public class Code extends Scene {\n" + this.code + "}\n";
	}

	private String variables() {
		StringBuilder saved = new StringBuilder();
		VARIABLE.matcher(this.code)
			.results()
			.forEach((name) -> saved.append("this.variables.put(\"%1$s\", %1$s);\n".formatted(name.group(1))));
		return saved.toString();
	}

	@Override
	public String toString() {
		return this.title;
	}

}
