package io.github.taskhost.sample;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.taskhost.kind.BackgroundTaskKind;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** The sample does what any application could. */
class ArchitectureTests {

	private static final String SAMPLE = "io.github.taskhost.sample";

	@Test
	void onlyTheApiIsUsed() {
		noClasses().should()
			.dependOnClassesThat(resideInAnyPackage("io.github.taskhost.lifecycle..", "io.github.taskhost.store..",
					"io.github.taskhost.local..", "io.github.taskhost.autoconfigure..")
				.and(not(type(BackgroundTaskKind.class))))
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
