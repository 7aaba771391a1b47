package io.github.taskhost.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * The bootstrapper of tests with {@link TaskhostTest}.
 */
final class TaskhostTestContextBootstrapper extends TestSliceTestContextBootstrapper<TaskhostTest> {

	TaskhostTestContextBootstrapper() {
	}

}
