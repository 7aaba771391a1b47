package io.github.taskhost.jdbc.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

class H2DurableApplicationTests extends AbstractDurableApplicationTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@Override
	String url() {
		return "jdbc:h2:async:" + this.folder.resolve("tasks");
	}

}
