package io.github.taskhost;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The shape of the core. */
class ArchitectureTests {

	private static final String ROOT = "io.github.taskhost";

	private static final int MAX_COLLABORATORS = 9;

	private static final int MAX_TYPES = 25;

	private static final int MAX_LINES_OF_A_TYPE = 300;

	private static final int MAX_LINES_OF_A_METHOD = 30;

	/** The rooms of the shell, the top first. */
	private static final List<String> ROOMS = List.of("recovery", "host", "inspect", "executor", "body", "group",
			"placement", "handle", "question", "remote", "commit", "event", "task", "session", "kind", "gate", "table",
			"time");

	private static final String[] API = { ROOT, ROOT + ".config", ROOT + ".error", ROOT + ".event", ROOT + ".kind",
			ROOT + ".message", ROOT + ".spi", ROOT + ".task" };

	private static final JavaClasses CORE = new ClassFileImporter()
		.withImportOption((location) -> !location.contains("test-classes"))
		.importPackages(ROOT);

	private static void check(ArchRule rule) {
		rule.check(CORE);
	}

	@Test
	void apiDependsOnNothingOfTheRest() {
		check(noClasses().that()
			.resideInAnyPackage(API)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ROOT + ".lifecycle..", ROOT + ".local.."));
	}

	@Test
	void apiPackagesUseOnlyThoseBelowThem() {
		check(layeredArchitecture().consideringOnlyDependenciesInAnyPackage(ROOT + "..")
			.layer("config")
			.definedBy(ROOT + ".config")
			.layer("kind")
			.definedBy(ROOT + ".kind")
			.layer("root")
			.definedBy(ROOT)
			.layer("spi")
			.definedBy(ROOT + ".spi")
			.layer("event")
			.definedBy(ROOT + ".event")
			.layer("message")
			.definedBy(ROOT + ".message")
			.layer("task")
			.definedBy(ROOT + ".task")
			.layer("error")
			.definedBy(ROOT + ".error")
			.layer("shell")
			.definedBy(ROOT + ".lifecycle..", ROOT + ".local..")
			.whereLayer("config")
			.mayOnlyBeAccessedByLayers("shell")
			.whereLayer("kind")
			.mayOnlyBeAccessedByLayers("config", "shell")
			.whereLayer("root")
			.mayOnlyBeAccessedByLayers("config", "kind", "shell")
			.whereLayer("spi")
			.mayOnlyBeAccessedByLayers("config", "kind", "root", "shell")
			.whereLayer("event")
			.mayOnlyBeAccessedByLayers("config", "kind", "root", "spi", "shell")
			.whereLayer("message")
			.mayOnlyBeAccessedByLayers("config", "kind", "root", "spi", "event", "shell"));
		check(noClasses().that()
			.resideInAPackage(ROOT + ".error")
			.should()
			.dependOnClassesThat(resideInAnyPackage(ROOT + "..")
				.and(not(resideInAnyPackage(ROOT + ".error", ROOT + ".internal.text")))));
	}

	@Test
	void rulesDependOnTheApiAndPlainDataOnly() {
		check(classes().that()
			.resideInAPackage(ROOT + ".lifecycle..")
			.should()
			.onlyDependOnClassesThat(resideInAnyPackage(API)
				.or(resideInAnyPackage(ROOT + ".lifecycle..", "java.lang", "java.lang.invoke", "java.lang.runtime",
						"java.time", "java.util", "java.util.function", "org.jspecify.annotations"))));
	}

	@Test
	void rulesHaveNoClockNoThreadAndNoOutput() {
		check(noClasses().that()
			.resideInAPackage(ROOT + ".lifecycle..")
			.should()
			.dependOnClassesThat(belongToAnyOf(Clock.class, Thread.class, System.class, Runtime.class))
			.orShould()
			.callMethod(Instant.class, "now"));
	}

	@Test
	void packagesHaveNoCycles() {
		check(slices().matching(ROOT + ".(**)").should().beFreeOfCycles());
	}

	@Test
	void nothingIsSynchronized() {
		check(methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED));
		assertThat(CoreSources.linesWith("synchronized (")).isEmpty();
	}

	@Test
	void roomsUseOnlyThoseBelowThem() {
		for (int i = 0; i < ROOMS.size(); i++) {
			String[] above = ROOMS.subList(0, i).stream().map(ArchitectureTests::room).toArray(String[]::new);
			if (above.length > 0) {
				check(noClasses().that()
					.resideInAPackage(room(ROOMS.get(i)))
					.should()
					.dependOnClassesThat()
					.resideInAnyPackage(above));
			}
		}
		check(noClasses().that()
			.resideInAnyPackage(ROOMS.stream().map(ArchitectureTests::room).toArray(String[]::new))
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".local"));
	}

	private static String room(String name) {
		return ROOT + ".local." + name;
	}

	@Test
	void everyRoomHasItsPlace() {
		Set<String> rooms = CORE.stream()
			.map(JavaClass::getPackageName)
			.filter((name) -> name.startsWith(ROOT + ".local."))
			.map((name) -> name.substring((ROOT + ".local.").length()))
			.collect(Collectors.toSet());
		assertThat(rooms).containsExactlyInAnyOrderElementsOf(ROOMS);
	}

	@Test
	void hostShowsItsBuilderOnly() {
		check(classes().that()
			.resideInAPackage(ROOT + ".local")
			.and(not(belongToAnyOf(LocalBackgroundTaskHost.class, LocalBackgroundTaskHost.Builder.class)))
			.and()
			.areTopLevelClasses()
			.should()
			.notBePublic());
	}

	@Test
	void partsTakeAtMostNineCollaborators() {
		assertThat(CORE.stream()
			.filter((type) -> type.getPackageName().startsWith(ROOT + ".local"))
			.filter((type) -> !type.isRecord())
			.flatMap((type) -> type.getConstructors().stream())
			.filter((constructor) -> constructor.getRawParameterTypes().size() > MAX_COLLABORATORS)
			.map(JavaConstructor::getFullName)).isEmpty();
	}

	@Test
	void packagesHaveAtMostTwentyFiveTypes() {
		Map<String, Long> sizes = CORE.stream()
			.filter(JavaClass::isTopLevelClass)
			.filter((type) -> !type.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
		assertThat(sizes).allSatisfy((name, size) -> assertThat(size).as(name).isLessThanOrEqualTo(MAX_TYPES));
	}

	@Test
	void classesAndMethodsAreSmall() {
		assertThat(CoreSources.types()).isNotEmpty().allSatisfy((type) -> {
			assertThat(type.lines()).as(type.name()).isLessThanOrEqualTo(MAX_LINES_OF_A_TYPE);
			assertThat(type.longestMethod()).as(type.name()).isLessThanOrEqualTo(MAX_LINES_OF_A_METHOD);
		});
	}

	@Test
	void everyPackageIsNullMarked() {
		Set<JavaPackage> packages = CORE.stream().map(JavaClass::getPackage).collect(Collectors.toSet());
		assertThat(packages).isNotEmpty().allMatch((some) -> some.isAnnotatedWith(NullMarked.class), "are null-marked");
	}

	@Test
	void rulesHoldNoState() {
		check(fields().that()
			.areDeclaredInClassesThat()
			.resideInAPackage(ROOT + ".lifecycle..")
			.and()
			.areStatic()
			.should()
			.beFinal());
	}

	@Test
	void statesAreLookedAtByTheRulesAlone() {
		assertThat(CoreSources.linesWith("BackgroundTaskState.RUNNING", "local/table")).isEmpty();
		assertThat(CoreSources.linesWith("BackgroundTaskState.CANCEL_REQUESTED", "local")).isEmpty();
	}

}
