package io.github.taskhost.sample.imports;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.schedule.ScheduleRecord;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.test.TestTime;
import io.github.taskhost.test.autoconfigure.AutoConfigureTaskhost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = { "sample.demo.enabled=false", "spring.datasource.url=jdbc:h2:mem:cleanup" })
@AutoConfigureTaskhost
class UploadCleanupIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path folder;

	@Autowired
	private BackgroundTaskHost host;

	@Autowired
	private TestTime time;

	@DynamicPropertySource
	static void folder(DynamicPropertyRegistry registry) {
		registry.add("sample.imports.folder", () -> folder);
	}

	private Path upload(Duration age) throws Exception {
		Path file = Files.writeString(folder.resolve(UUID.randomUUID() + ".csv"), "a");
		return Files.setLastModifiedTime(file, FileTime.from(this.time.instant().minus(age)));
	}

	@Test
	void uploadsOfMoreThanAWeekAreDeletedAtThree() throws Exception {
		Path old = upload(Duration.ofDays(8));
		Path fresh = upload(Duration.ofDays(6));
		this.time.advance(Duration.ofHours(2).plusMinutes(59));
		this.host.awaitIdle(TIMEOUT);
		assertThat(old).exists();
		this.time.advance(Duration.ofMinutes(1));
		this.host.awaitIdle(TIMEOUT);
		assertThat(old).doesNotExist();
		assertThat(fresh).exists();
		assertThat(this.host.listManaged("scheduled")).extracting(BackgroundTaskRecord::summary)
			.containsExactly("1 old uploads deleted");
	}

	@Test
	void uploadOfAnImportThatWaitsStays() throws Exception {
		Path waiting = upload(Duration.ofDays(8));
		this.host.submit("s1",
				TaskRequest.of(BackgroundTaskRegistration.ofKind("import").startAfter(Duration.ofDays(1)).build())
					.input(new ImportInput(waiting.getFileName().toString(), null)));
		Path old = upload(Duration.ofDays(8));
		ScheduleRecord nightly = this.host.schedules("scheduled", 1, null).schedules().getFirst();
		UUID run = this.host.session("scheduled").schedules().trigger(nightly.id()).orElseThrow();
		assertThat(this.host.task(run).await(TIMEOUT).summary()).isEqualTo("1 old uploads deleted");
		assertThat(waiting).exists();
		assertThat(old).doesNotExist();
		this.host.cancelAllManaged("s1");
	}

	/** The age of uploads follows the time of the test. */
	@TestConfiguration(proxyBeanMethods = false)
	static class CleanupTime {

		@Bean
		@Primary
		InstantSource cleanupTime(TestTime time) {
			return time::instant;
		}

	}

}
