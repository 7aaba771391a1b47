package io.github.taskhost.sample.imports;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.BackgroundTaskState;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "sample.demo.enabled=false",
		"sample.imports.max-size=100KB", "spring.datasource.url=jdbc:h2:mem:imports;DB_CLOSE_DELAY=-1" })
class ImportIT {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@Autowired
	private BackgroundTaskHost host;

	@Autowired
	private JdbcTemplate jdbc;

	@Autowired
	private GatedImportStore store;

	private SampleClient client;

	@BeforeEach
	void connect() {
		this.client = new SampleClient(this.port);
	}

	@Test
	void importAnswersAtOnceWithTheTaskAndItsPlace() throws Exception {
		Answer answer = this.client.postCsv("/sessions/answer/imports", "a,b\n1,2\n");
		assertThat(answer.status()).isEqualTo(202);
		String id = answer.json().get("id").asString();
		assertThat(answer.header("Location")).isEqualTo("/sessions/answer/tasks/" + id);
		assertThat(answer.json().get("sessionId").asString()).isEqualTo("answer");
		assertThat(answer.json().get("kind").asString()).isEqualTo("import");
		assertThat(answer.json().get("closePolicy").asString()).isEqualTo("cancel");
		ended(answer);
		assertThat(this.client.get(answer.header("Location")).json().get("state").asString()).isEqualTo("completed");
	}

	@Test
	void resultCountsImportedAndRejectedRows() throws Exception {
		Answer answer = this.client.postCsv("/sessions/count/imports", "a,b\n1,2\nonly\n3,4\n5,6,7\n");
		ended(answer);
		Answer task = this.client.get(answer.header("Location"));
		assertThat(task.json().at("/result/value/imported").asInt()).isEqualTo(2);
		assertThat(task.json().at("/result/value/rejected").asInt()).isEqualTo(2);
		assertThat(task.json().at("/progress/current").asInt()).isEqualTo(4);
		assertThat(
				this.jdbc.queryForList("select line || ': ' || reason from rejected_row where task = ? order by line",
						String.class, uidOf(answer)))
			.containsExactly("3: 1 fields instead of 2", "5: 3 fields instead of 2");
	}

	@Test
	void quotesNewlinesAndByteOrderMarkAreUnderstood() throws Exception {
		byte[] csv = "\uFEFFname,note\n\"Zoë \"\"Z\"\"\",\"two\nlines\"\n".getBytes(StandardCharsets.UTF_8);
		Answer answer = this.client.send("POST", "/sessions/quotes/imports", "text/csv", csv);
		ended(answer);
		String columns = this.jdbc.queryForObject("select columns from imported_row where task = ?", String.class,
				uidOf(answer));
		assertThat(JsonMapper.builder().build().readTree(columns))
			.hasToString("{\"name\":\"Zoë \\\"Z\\\"\",\"note\":\"two\\nlines\"}");
	}

	@Test
	void fileWithoutHeaderFailsWithTheReason() throws Exception {
		BackgroundTaskRecord record = ended(this.client.postCsv("/sessions/empty/imports", ""));
		assertThat(record.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(String.valueOf(record.failure())).contains("has to name the columns");
	}

	@Test
	void cancelInMidImportStopsBetweenBatchesAndSaysHowManyRowsAreIn() throws Exception {
		String rows = IntStream.range(0, 2000).mapToObj((i) -> i + ",x\n").collect(Collectors.joining("", "a,b\n", ""));
		ImportGate gate = this.store.gateFor("mid");
		Answer answer = this.client.postCsv("/sessions/mid/imports", rows);
		gate.awaitFirstBatch();
		Answer cancel = this.client.post(answer.header("Location") + "/cancel", "{\"reason\":\"wrong file\"}");
		assertThat(cancel.status()).isEqualTo(200);
		assertThat(cancel.json().get("state").asString()).isEqualTo("cancel_requested");
		gate.open();
		BackgroundTaskRecord record = ended(answer);
		assertThat(record.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(record.cancelReason()).isEqualTo("wrong file");
		assertThat(record.summary()).isEqualTo("Cancelled: 500 rows are in, 0 were rejected");
		assertThat(this.jdbc.queryForObject("select count(*) from imported_row where task = ?", Integer.class,
				record.uid()))
			.isEqualTo(500);
	}

	@Test
	void fileOverTheLimitIsRefusedAndLeavesNothingBehind() throws Exception {
		long before = spooled();
		Answer answer = this.client.postCsv("/sessions/large/imports", "a\n" + "x".repeat(200_000));
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.json().get("detail").asString()).contains("larger than");
		assertThat(this.host.listManaged("large")).isEmpty();
		assertThat(spooled()).isEqualTo(before);
	}

	@Test
	void otherTypesThanCsvAreRefused() throws Exception {
		assertThat(this.client.post("/sessions/type/imports", "{}").status()).isEqualTo(415);
	}

	private static long spooled() throws Exception {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter((file) -> file.getFileName().toString().startsWith("taskhost-import-")).count();
		}
	}

	private UUID uidOf(Answer started) {
		return UUID.fromString(started.json().get("uid").asString());
	}

	private BackgroundTaskRecord ended(Answer started) throws Exception {
		return this.host.await(started.json().get("id").asString(), PATIENCE);
	}

	@TestConfiguration
	static class Gates {

		@Bean
		@Primary
		GatedImportStore gatedImportStore(JdbcTemplate jdbc, JsonMapper json) {
			return new GatedImportStore(jdbc, json);
		}

	}

}
