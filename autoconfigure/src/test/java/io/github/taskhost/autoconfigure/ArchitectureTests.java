package io.github.taskhost.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/** The shape of the auto-configuration. */
class ArchitectureTests {

	private static final String CORE = "io.github.taskhost";

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption((location) -> !location.contains("test-classes"))
		.importPackages("io.github.taskhost.autoconfigure");

	private static void check(ArchRule rule) {
		rule.check(CLASSES);
	}

	@Test
	void rulesAndInnardsOfTheCoreAreNotUsed() {
		check(noClasses().should().dependOnClassesThat().resideInAPackage(CORE + ".lifecycle.."));
		check(noClasses().should()
			.dependOnClassesThat(DescribedPredicate.describe("are not public in the core",
					(type) -> type.getPackageName().startsWith(CORE)
							&& !type.getPackageName().startsWith(CORE + ".autoconfigure")
							&& !type.getModifiers().contains(JavaModifier.PUBLIC))));
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
	}

	@Test
	void beanMethodsArePackagePrivate() {
		check(methods().that()
			.areAnnotatedWith(Bean.class)
			.should()
			.notBePublic()
			.andShould()
			.notBePrivate()
			.andShould()
			.notBeProtected());
	}

	@Test
	void conditionsOnClassesAreOnClasses() {
		check(noMethods().should().beAnnotatedWith(ConditionalOnClass.class));
	}

	@Test
	void packagesDoNotDependOnEachOtherInACycle() {
		check(slices().assignedFrom(SliceAssignmentByPackage.INSTANCE).should().beFreeOfCycles());
	}

	@Test
	void viewsOfTasksNeedNoActuatorAndNoWebStack() {
		check(noClasses().that()
			.resideInAPackage(CORE + ".autoconfigure.view")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "org.springframework.web..", "jakarta.servlet..",
					"reactor..", CORE + ".autoconfigure.view.actuator.."));
	}

	@Test
	void packagesHaveAtMostTwentyFiveTypes() {
		Map<String, Long> types = CLASSES.stream()
			.filter(JavaClass::isTopLevelClass)
			.filter((type) -> !type.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
		assertThat(types).isNotEmpty();
		assertThat(types.entrySet()).filteredOn((entry) -> entry.getValue() > 25).isEmpty();
	}

	@Test
	void typesAndMethodsAreShort() throws IOException {
		SourceSizes sizes = SourceSizes.of(Path.of("src/main/java"));
		assertThat(sizes.types()).isNotEmpty().filteredOn((type) -> type.lines() > 300).isEmpty();
		assertThat(sizes.methods()).isNotEmpty().filteredOn((method) -> method.lines() > 30).isEmpty();
	}

	private enum SliceAssignmentByPackage implements SliceAssignment {

		INSTANCE;

		@Override
		public SliceIdentifier getIdentifierOf(JavaClass type) {
			return SliceIdentifier.of(type.getPackageName());
		}

		@Override
		public String getDescription() {
			return "packages";
		}

	}

}
