package io.github.taskhost.autoconfigure;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

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

}
