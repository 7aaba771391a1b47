package io.github.taskhost;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.taskhost.MappingPage.Row;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that {@code docs/mapping.md} names existing types and members, and all of them.
 */
class MappingTests {

	private static final Path PROPERTIES = Path
		.of("../autoconfigure/src/main/java/io/github/taskhost/autoconfigure/TaskhostProperties.java");

	private static final String PREFIX = "taskhost.";

	@Test
	void everyRowHasThreeCells() {
		assertThat(MappingPage.rows()).as("rows that are not '| Theirs | Ours | Remark |'")
			.isNotEmpty()
			.filteredOn((row) -> row.cells().size() != 3)
			.isEmpty();
	}

	@Test
	void everyRowNamesItsTarget() {
		assertThat(MappingPage.rows()).as("rows with a column 'Ours' that has no name, nor a dash with a remark")
			.filteredOn((row) -> row.names().isEmpty() && !(row.ours().equals("—") && !row.remark().isEmpty()))
			.isEmpty();
	}

	@Test
	void everyRowNamesItsSource() {
		assertThat(MappingPage.rows()).as("rows with an empty column 'Theirs'")
			.filteredOn((row) -> row.theirs().isEmpty())
			.isEmpty();
	}

	@Test
	void everyNameExists() {
		assertThat(MappingPage.rows()).as("rows with a name in 'Ours' that the core does not have")
			.filteredOn((row) -> !unknownNames(row).isEmpty())
			.extracting((row) -> unknownNames(row) + " in " + row)
			.isEmpty();
	}

	@Test
	void everyPropertyExists() {
		assertThat(MappingPage.rows()).as("rows with a property that TaskhostProperties does not have")
			.filteredOn((row) -> !unknownProperties(row).isEmpty())
			.extracting((row) -> unknownProperties(row) + " in " + row)
			.isEmpty();
	}

	@Test
	void everyFieldOfTheRecordIsNamed() {
		assertNamed(CoreNames.methods(BackgroundTaskRecord.class, true));
	}

	@Test
	void everyOperationIsNamed() {
		assertNamed(CoreNames.methods(BackgroundTaskOperations.class, false));
		assertNamed(CoreNames.methods(SessionTaskOperations.class, false));
		assertNamed(CoreNames.methods(BackgroundTaskExecutor.class, false));
	}

	@Test
	void everyEventIsNamed() {
		assertNamed(Arrays.stream(BackgroundTaskEvent.class.getPermittedSubclasses())
			.map((type) -> "BackgroundTaskEvent." + type.getSimpleName())
			.collect(Collectors.toSet()));
	}

	@Test
	void everyStateAndPolicyIsNamed() {
		assertNamed(constants(BackgroundTaskState.class));
		assertNamed(constants(CancelPolicy.class));
		assertNamed(constants(ClosePolicy.class));
	}

	private static void assertNamed(Set<String> names) {
		assertThat(names).as("names to look for in docs/mapping.md").isNotEmpty();
		Set<String> named = MappingPage.ourNames();
		assertThat(names).as("names missing in all columns 'Ours' of docs/mapping.md")
			.filteredOn((name) -> !named.contains(name))
			.isEmpty();
	}

	private static <E extends Enum<E>> Set<String> constants(Class<E> type) {
		return Arrays.stream(type.getEnumConstants())
			.map((constant) -> type.getSimpleName() + "." + constant.name())
			.collect(Collectors.toSet());
	}

	private static List<String> unknownNames(Row row) {
		return row.names().stream().filter((name) -> !name.startsWith(PREFIX) && !CoreNames.exists(name)).toList();
	}

	private static List<String> unknownProperties(Row row) {
		String source = String.join("\n", MappingPage.lines(PROPERTIES));
		return MappingPage.quotedIn(row.text())
			.stream()
			.filter((name) -> name.startsWith(PREFIX))
			.filter((name) -> !isDeclared(name, source))
			.toList();
	}

	/**
	 * Returns whether the record that the first part of the name names has a component
	 * that the last part names.
	 */
	private static boolean isDeclared(String property, String source) {
		List<String> parts = List.of(property.replace("kinds.<kind>", "kind").substring(PREFIX.length()).split("\\."));
		String group = parts.get(0).substring(0, 1).toUpperCase(Locale.ROOT) + parts.get(0).substring(1);
		String component = camelCase(parts.get(parts.size() - 1));
		String header = "record " + group + "\\((?<components>[^{]*)\\{";
		Matcher matcher = Pattern.compile(header).matcher(source);
		return matcher.find()
				&& Pattern.compile("\\b" + component + "\\s*[,)]").matcher(matcher.group("components")).find();
	}

	private static String camelCase(String name) {
		return Pattern.compile("-(.)").matcher(name).replaceAll((result) -> result.group(1).toUpperCase(Locale.ROOT));
	}

}
