package io.github.taskhost.sample.imports;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.SampleApplication;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An import with the profile {@code durable}, whose application stops in the middle of
 * it. {@code sample-app/durable-demo} shows the same with a kill.
 */
class DurableImportIT {

	private static final int ROWS = 40;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	private ConfigurableApplicationContext start(Duration pause) {
		return new SpringApplicationBuilder(SampleApplication.class).profiles("durable")
			.run("--server.port=0", "--spring.datasource.url=jdbc:h2:async:" + this.folder.resolve("tasks"),
					"--sample.imports.folder=" + this.folder.resolve("uploads"), "--sample.imports.batch-size=10",
					"--sample.imports.batch-pause=" + pause, "--sample.demo.enabled=false",
					"--taskhost.shutdown.grace-period=0s");
	}

	@Test
	void goesOnAfterItsLastBatchWithEachRowOnce() throws Exception {
		String csv = IntStream.rangeClosed(1, ROWS)
			.mapToObj((row) -> "row " + row + "\n")
			.collect(Collectors.joining("", "name\n", ""));
		UUID task;
		try (ConfigurableApplicationContext first = start(Duration.ofHours(1))) {
			task = first.getBean(CsvImports.class)
				.start("alice", new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8)))
				.uid();
			Awaitility.await().atMost(LIMIT).until(() -> first.getBean(ImportStore.class).rows(task) == 10);
		}
		try (ConfigurableApplicationContext second = start(Duration.ZERO)) {
			BackgroundTaskHost host = second.getBean(BackgroundTaskHost.class);
			BackgroundTaskRecord record = Awaitility.await()
				.atMost(LIMIT)
				.until(() -> host.find(task).orElseThrow(), (found) -> found.state().isTerminal());
			assertThat(record.state()).isEqualTo(BackgroundTaskState.COMPLETED);
			assertThat(record.attempt()).isEqualTo(2);
			assertThat(record.summary()).isEqualTo(ROWS + " rows imported, 0 rejected");
			assertThat(second.getBean(ImportStore.class).rows(task)).isEqualTo(ROWS);
			Awaitility.await()
				.atMost(LIMIT)
				.untilAsserted(() -> assertThat(this.folder.resolve("uploads")).isEmptyDirectory());
		}
	}

}
