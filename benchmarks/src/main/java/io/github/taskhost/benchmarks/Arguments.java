package io.github.taskhost.benchmarks;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of a part, in the form {@code --name=value}.
 */
public final class Arguments {

	private final Map<String, String> values = new HashMap<>();

	private Arguments() {
	}

	public static Arguments of(String[] args, String... known) {
		Set<String> names = Set.of(known);
		Arguments arguments = new Arguments();
		for (String arg : args) {
			int equals = arg.indexOf('=');
			if (!arg.startsWith("--") || equals < 0 || !names.contains(arg.substring(2, equals))) {
				throw new IllegalArgumentException(
						"'" + arg + "' is not a known option. Use --name=value with a name of " + List.of(known));
			}
			arguments.values.put(arg.substring(2, equals), arg.substring(equals + 1));
		}
		return arguments;
	}

	public String text(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

	public int number(String name, int otherwise) {
		return Integer.parseInt(text(name, Integer.toString(otherwise)));
	}

	public int[] numbers(String name, String otherwise) {
		return Arrays.stream(text(name, otherwise).split(",", -1)).mapToInt(Integer::parseInt).toArray();
	}

}
