package io.github.taskhost.sample.imports;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.demo.enabled=false", "spring.datasource.url=jdbc:h2:mem:files;DB_CLOSE_DELAY=-1" })
class ManyFilesIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private static Path folder;

	@LocalServerPort
	private int port;

	@Autowired
	private BackgroundTaskHost host;

	@DynamicPropertySource
	static void folder(DynamicPropertyRegistry registry) {
		registry.add("sample.imports.folder", () -> folder);
	}

	private Answer upload(String session, String... files) throws Exception {
		StringBuilder body = new StringBuilder();
		for (String file : files) {
			body.append("--end\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n")
				.append(file)
				.append("\r\n");
		}
		return new SampleClient(this.port).send("POST", "/sessions/" + session + "/imports",
				"multipart/form-data; boundary=end",
				body.append("--end--\r\n").toString().getBytes(StandardCharsets.UTF_8));
	}

	private BackgroundTaskRecord ended(String session, String kind) throws Exception {
		BackgroundTaskRecord task = this.host.listManaged(session)
			.stream()
			.filter((record) -> record.kind().equals(kind))
			.findFirst()
			.orElseThrow();
		return this.host.await(task.id(), TIMEOUT);
	}

	@Test
	void filesOfOneRequestAreAGroupWithAReport() throws Exception {
		Answer answer = upload("files", "a\n1\n2\n", "a\n3\n", "a\n4\n");
		assertThat(answer.status()).isEqualTo(202);
		assertThat(answer.json().get("kind").asString()).isEqualTo("group");
		BackgroundTaskRecord group = ended("files", "group");
		assertThat(group.progress()).isEqualTo(Progress.of(3, 3, "members"));
		assertThat(ended("files", "import-report").summary()).isEqualTo("4 rows imported, 0 rejected");
	}

	@Test
	void closeOfTheSessionCancelsTheGroupAndItsImports() throws Exception {
		upload("closed", "a,b\n1\n", "a\n1\n");
		this.host.closeSession("closed", null);
		assertThat(ended("closed", "group").state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void fileThatFailsIsLeftOutOfTheReport() throws Exception {
		upload("broken", "a\n1\n", "");
		assertThat(ended("broken", "group").summary()).isEqualTo("1 of 2 members completed, 1 failed");
		assertThat(ended("broken", "import-report").summary()).isEqualTo("1 rows imported, 0 rejected");
	}

}
