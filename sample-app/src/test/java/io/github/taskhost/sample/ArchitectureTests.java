package io.github.taskhost.sample;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The sample does what any application could. */
class ArchitectureTests {

	private static final String SAMPLE = "io.github.taskhost.sample";

	@Test
	void onlyTheApiIsUsed() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.github.taskhost.lifecycle..", "io.github.taskhost.store..",
					"io.github.taskhost.local..", "io.github.taskhost.autoconfigure..")
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
