package io.github.taskhost.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/** The shape of the durable store. */
class ArchitectureTests {

	private static final String ROOT = "io.github.taskhost.jdbc";

	/** The rooms, the top first; the journal itself is above them. */
	private static final List<String> ROOMS = List.of("schedule", "recovery", "inbox", "event", "report", "commit",
			"read", "node", "sql", "row", "schema", "error", "meter");

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption((location) -> !location.contains("test-classes"))
		.importPackages(ROOT);

	private static void check(ArchRule rule) {
		rule.check(CLASSES);
	}

	private static String room(String name) {
		return ROOT + "." + name;
	}

	@Test
	void roomsUseOnlyThoseBelowThem() {
		for (int i = 0; i < ROOMS.size(); i++) {
			String[] above = Stream
				.concat(Stream.of(ROOT, room("autoconfigure")),
						ROOMS.subList(0, i).stream().map(ArchitectureTests::room))
				.toArray(String[]::new);
			check(noClasses().that()
				.resideInAPackage(room(ROOMS.get(i)))
				.should()
				.dependOnClassesThat()
				.resideInAnyPackage(above));
		}
	}

	@Test
	void everyRoomHasItsPlace() {
		assertThat(CLASSES.stream()
			.map(JavaClass::getPackageName)
			.filter((name) -> !name.equals(ROOT) && !name.startsWith(room("autoconfigure")))
			.distinct()).containsExactlyInAnyOrderElementsOf(ROOMS.stream().map(ArchitectureTests::room).toList());
	}

	@Test
	void theRulesAndTheShellOfTheCoreAreNotUsed() {
		check(noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.github.taskhost.lifecycle..", "io.github.taskhost.local.."));
	}

	@Test
	void theLibraryThatPlacesWorkIsKnownToItsEngineAlone() {
		check(noClasses().that()
			.haveNameNotMatching(".*\\.Engine(\\$.*)?")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.github.kagkarlsson.."));
	}

	@Test
	void nothingIsSynchronized() {
		check(methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED));
	}

	@Test
	void packagesHaveAtMostTwentyFiveTypes() {
		Map<String, Long> sizes = CLASSES.stream()
			.filter(JavaClass::isTopLevelClass)
			.filter((type) -> !type.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
		assertThat(sizes).isNotEmpty().allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(25));
	}

	@Test
	void constructorsTakeAtMostNineParts() {
		assertThat(CLASSES.stream()
			.filter((type) -> !type.isRecord())
			.flatMap((type) -> type.getConstructors().stream())
			.filter((constructor) -> constructor.getRawParameterTypes().size() > 9)).isEmpty();
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct()).isNotEmpty()
			.allMatch((some) -> some.isAnnotatedWith(NullMarked.class), "are null-marked");
	}

	@Test
	void filesHaveAtMostThreeHundredLines() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
			assertThat(files.filter((file) -> file.toString().endsWith(".java"))).isNotEmpty()
				.allSatisfy((file) -> assertThat(Files.readAllLines(file)).as(file.toString())
					.hasSizeLessThanOrEqualTo(300));
		}
	}

}
