package io.github.taskhost.sample;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The sample uses only the public API, like any other application. */
class ArchitectureTests {

	private static final String SAMPLE = "io.github.taskhost.sample";

	@Test
	void sampleUsesOnlyThePublicApi() {
		noClasses().should()
			.dependOnClassesThat(resideInAnyPackage("io.github.taskhost.lifecycle..", "io.github.taskhost.internal..",
					"io.github.taskhost.local..", "io.github.taskhost.autoconfigure.."))
			.check(new ClassFileImporter().importPackages(SAMPLE));
	}

	@Test
	void featuresDoNotDependOnEachOtherInCycles() {
		slices().matching(SAMPLE + ".(*)..")
			.should()
			.beFreeOfCycles()
			.check(new ClassFileImporter().importPackages(SAMPLE));
	}

}
