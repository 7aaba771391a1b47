package io.github.taskhost.console;

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
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

/** The shape of the console. */
class ArchitectureTests {

	private static final String ROOT = "io.github.taskhost.console";

	/** The packages, the top first; the properties are below them. */
	private static final List<List<String>> LAYERS = List.of(List.of("autoconfigure"), List.of("servlet", "reactive"),
			List.of("web"), List.of("live"), List.of("api"), List.of("access"));

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption((location) -> !location.contains("test-classes"))
		.importPackages(ROOT);

	private static void check(ArchRule rule) {
		rule.check(CLASSES);
	}

	private static String[] packages(List<List<String>> layers) {
		return layers.stream().flatMap(List::stream).map((name) -> ROOT + "." + name).toArray(String[]::new);
	}

	@Test
	void packagesUseOnlyThoseBelowThem() {
		for (int i = 0; i < LAYERS.size(); i++) {
			for (String name : LAYERS.get(i)) {
				String[] others = Stream.concat(Stream.of(packages(LAYERS.subList(0, i + 1))), Stream.empty())
					.filter((other) -> !other.equals(ROOT + "." + name))
					.toArray(String[]::new);
				check(noClasses().that()
					.resideInAPackage(ROOT + "." + name)
					.should()
					.dependOnClassesThat()
					.resideInAnyPackage(others)
					.allowEmptyShould(true));
			}
		}
		check(noClasses().that().resideInAPackage(ROOT).should().dependOnClassesThat().resideInAPackage(ROOT + ".*"));
	}

	@Test
	void everyPackageHasItsPlace() {
		assertThat(CLASSES.stream().map(JavaClass::getPackageName).filter((name) -> !name.equals(ROOT)).distinct())
			.containsExactlyInAnyOrder(packages(LAYERS));
	}

	@Test
	void stacksStayInTheirPackages() {
		check(noClasses().that()
			.resideOutsideOfPackage(ROOT + ".servlet")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("jakarta.servlet..", "org.springframework.web.servlet.."));
		check(noClasses().that()
			.resideOutsideOfPackage(ROOT + ".reactive")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("reactor..", "org.springframework.web.reactive.."));
		check(noClasses().that()
			.resideOutsideOfPackage(ROOT + ".autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot.actuate..", "io.github.taskhost.local.."));
		check(noClasses().should().dependOnClassesThat().resideInAPackage("io.github.taskhost.lifecycle.."));
	}

	@Test
	void nothingIsSynchronized() {
		check(methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED));
	}

	@Test
	void autoConfigurationsAreFinalAndShowNoMembers() {
		check(classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL));
		check(noMethods().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic());
		check(methods().that().areAnnotatedWith(Bean.class).should().notBePublic().andShould().notBePrivate());
		check(noMethods().should().beAnnotatedWith(ConditionalOnClass.class));
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
	void typesAndMethodsAreShort() throws IOException {
		SourceSizes sizes = SourceSizes.of(Path.of("src/main/java"));
		assertThat(sizes.types()).isNotEmpty().filteredOn((type) -> type.lines() > 300).isEmpty();
		assertThat(sizes.methods()).isNotEmpty().filteredOn((method) -> method.lines() > 30).isEmpty();
	}

	/**
	 * The packages below the root are internal, and say so; applications use the root.
	 */
	@Test
	void internalPackagesAreNotDocumentedAsApi() throws IOException {
		Path root = Path.of("src/main/java/io/github/taskhost/console");
		for (String name : packages(LAYERS)) {
			String directory = name.substring(ROOT.length() + 1);
			assertThat(Files.readString(root.resolve(directory).resolve("package-info.java"))).as(name)
				.containsPattern("Internal:\\s+(\\* )?not\\s+(\\* )?part\\s+(\\* )?of\\s+(\\* )?the\\s+(\\* )?API");
		}
	}

}
