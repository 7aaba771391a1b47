package io.github.taskhost.sample.imports;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.sample.States;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.demo.enabled=false", "sample.imports.max-size=100KB",
				"taskhost.limits.live-tasks-per-session=5", "taskhost.kinds.import.max-concurrent=4",
				"spring.datasource.url=jdbc:h2:mem:imports;DB_CLOSE_DELAY=-1" })
class ImportIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@Autowired
	private BackgroundTaskHost host;

	@Autowired
	private JdbcTemplate jdbc;

	@Autowired
	private GatedImportStore store;

	@Autowired
	private ApplicationEventPublisher events;

	private SampleClient client;

	@BeforeEach
	void connect() {
		this.client = new SampleClient(this.port);
	}

	@Test
	void importIsAcceptedWithItsRecordAndLocation() throws Exception {
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
		approve(answer);
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
	void quotesNewlinesAndByteOrderMarkAreParsed() throws Exception {
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
		assertThat(failureOf(this.client.postCsv("/sessions/empty/imports", ""))).contains("must name the columns");
	}

	@Test
	void columnNamedTwiceFailsWithTheReason() throws Exception {
		assertThat(failureOf(this.client.postCsv("/sessions/twice/imports", "a,b,a\n1,2,3\n")))
			.contains("must be unique", "[a, b, a]");
	}

	@Test
	void bytesThatAreNotUtf8FailWithTheReason() throws Exception {
		byte[] latin1 = "name\nZoë\n".getBytes(StandardCharsets.ISO_8859_1);
		assertThat(failureOf(this.client.send("POST", "/sessions/latin/imports", "text/csv", latin1)))
			.contains("not encoded in UTF-8");
	}

	@Test
	void fileWithTooManyColumnsFailsAloneAndSaysWhy() throws Exception {
		String line = "a,".repeat(8999) + "a\n";
		assertThat(failureOf(this.client.postCsv("/sessions/wide/imports", line)))
			.contains("9000 columns, which is more than the limit of 500");
		Answer next = this.client.postCsv("/sessions/wide/imports", "a,b\n1,2\n");
		assertThat(ended(next).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	@Test
	void rejectedRowsAreReturnedUpToASize() throws Exception {
		Answer answer = this.client.postCsv("/sessions/rejected/imports", "a\n1\n");
		ended(answer);
		String fields = "[\"" + "x".repeat(600_000) + "\"]";
		for (int line = 2; line < 5; line++) {
			this.jdbc.update("insert into rejected_row values (?, ?, 'test', ?)", uidOf(answer), line, fields);
		}
		Answer rejected = this.client.get(answer.header("Location").replace("/tasks/", "/imports/") + "/rejected");
		assertThat(rejected.json().size()).isEqualTo(1);
	}

	private String failureOf(Answer started) throws Exception {
		BackgroundTaskRecord record = ended(started);
		assertThat(record.state()).isEqualTo(BackgroundTaskState.FAILED);
		return String.valueOf(record.failure());
	}

	@Test
	void headerIsNeverSql() throws Exception {
		Answer answer = this.client.postCsv("/sessions/sql/imports", "\"x'); drop table imported_row; --\"\n1\n");
		assertThat(ended(answer).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(rowsOf(uidOf(answer))).isEqualTo(1);
	}

	@Test
	void rowsAreDeletedWithTheRecordOfTheirTask() throws Exception {
		Answer answer = this.client.postCsv("/sessions/removed/imports", "a,b\n1,2\nbroken\n");
		approve(answer);
		BackgroundTaskRecord record = ended(answer);
		assertThat(rowsOf(record.uid())).isEqualTo(1);
		this.events.publishEvent(new BackgroundTaskEvent.Removed(record, 99, record.updatedAt()));
		assertThat(rowsOf(record.uid())).isZero();
		assertThat(this.jdbc.queryForObject("select count(*) from rejected_row where task = ?", Integer.class,
				record.uid()))
			.isZero();
	}

	private void approve(Answer started) throws Exception {
		States.await(this.host, started, BackgroundTaskState.WAITING);
		this.client.post(started.header("Location") + "/answer",
				"{\"key\":\"broken-rows\",\"answer\":{\"action\":\"approve\"}}");
	}

	private int rowsOf(UUID task) {
		return this.jdbc.queryForObject("select count(*) from imported_row where task = ?", Integer.class, task);
	}

	@Test
	void closeOfTheSessionCancelsTheImport() throws Exception {
		ImportGate gate = this.store.gateFor("closing");
		Answer answer = this.client.postCsv("/sessions/closing/imports", rows(2000));
		gate.awaitFirstBatch();
		CompletableFuture<Answer> close = CompletableFuture
			.supplyAsync(() -> this.client.delete("/sessions/closing?successor=heir"));
		try (BackgroundTaskSubscription events = this.host.subscribe(BackgroundTaskFilter.ofSession("closing"))) {
			while (this.host.task("closing", idOf(answer)).record().state() == BackgroundTaskState.RUNNING) {
				events.next(TIMEOUT).orElseThrow();
			}
		}
		gate.open();
		assertThat(close.get(30, TimeUnit.SECONDS).json().at("/cancelled/0").asString()).isEqualTo(idOf(answer));
		assertThat(ended(answer).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	private static String rows(int count) {
		return IntStream.range(0, count).mapToObj((i) -> i + ",x\n").collect(Collectors.joining("", "a,b\n", ""));
	}

	private static String idOf(Answer started) {
		return started.json().get("id").asString();
	}

	@Test
	void cancelStopsBetweenBatchesAndReportsTheImportedRows() throws Exception {
		ImportGate gate = this.store.gateFor("mid");
		Answer answer = this.client.postCsv("/sessions/mid/imports", rows(2000));
		gate.awaitFirstBatch();
		Answer cancel = this.client.post(answer.header("Location") + "/cancel", "{\"reason\":\"wrong file\"}");
		assertThat(cancel.status()).isEqualTo(200);
		assertThat(cancel.json().get("state").asString()).isEqualTo("cancel_requested");
		gate.open();
		BackgroundTaskRecord record = ended(answer);
		assertThat(record.state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(record.cancelReason()).isEqualTo("wrong file");
		assertThat(record.summary()).isEqualTo("Cancelled: 500 rows imported, 0 rejected");
		assertThat(this.jdbc.queryForObject("select count(*) from imported_row where task = ?", Integer.class,
				record.uid()))
			.isEqualTo(500);
	}

	@Test
	void importAnswersMessagesBetweenBatches() throws Exception {
		ImportGate gate = this.store.gateFor("talking");
		Answer started = this.client.postCsv("/sessions/talking/imports", rows(700));
		gate.awaitFirstBatch();
		Answer sent = this.client.post(started.header("Location") + "/messages", "{\"text\":\"status\"}");
		assertThat(sent.status()).isEqualTo(202);
		assertThat(sent.json().at("/message/delivery").asString()).isEqualTo("queued");
		this.client.post(started.header("Location") + "/messages", "{\"text\":\"hello\"}");
		gate.open();
		ended(started);
		JsonNode messages = this.client.get(started.header("Location") + "/messages").json().get("messages");
		assertThat(messages.findValuesAsString("text")).containsExactly("status", "hello",
				"500 rows imported, 0 rejected", "Unknown message. Send 'status' for the number of rows.");
		assertThat(messages.findValuesAsString("direction")).containsExactly("inbound", "inbound", "outbound",
				"outbound");
	}

	@Test
	void importWritesALineForEachBatch() throws Exception {
		Answer started = this.client.postCsv("/sessions/lines/imports", rows(700));
		ended(started);
		Answer output = this.client.get(started.header("Location") + "/output?after=1");
		assertThat(output.json().get("lines").findValuesAsString("text"))
			.containsExactly("700 rows imported, 0 rejected");
	}

	@Test
	void messageToAnImportThatHasEndedIsRefused() throws Exception {
		Answer started = this.client.postCsv("/sessions/over/imports", rows(1));
		ended(started);
		assertThat(this.client.post(started.header("Location") + "/messages", "{\"text\":\"status\"}").status())
			.isEqualTo(409);
	}

	@Test
	void messageWithoutATextIsRefused() throws Exception {
		Answer started = this.client.postCsv("/sessions/over/imports", rows(1));
		assertThat(this.client.post(started.header("Location") + "/messages", "{}").status()).isEqualTo(400);
	}

	@Test
	void fileOverTheLimitIsRefusedWithoutATaskOrATemporaryFile() throws Exception {
		long before = spooled();
		Answer answer = this.client.stream("/sessions/large/imports", "a\n" + "x".repeat(200_000));
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(answer.json().get("detail").asString()).contains("larger than");
		assertThat(this.host.listManaged("large")).isEmpty();
		assertThat(spooled()).isEqualTo(before);
	}

	@Test
	void declaredLengthOverTheLimitIsRefused() throws Exception {
		Answer answer = this.client.postCsv("/sessions/large/imports", "a\n" + "x".repeat(200_000));
		assertThat(answer.status()).isEqualTo(413);
		assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
	}

	@Test
	void otherTypesThanCsvAreRefused() throws Exception {
		assertThat(this.client.post("/sessions/type/imports", "{}").status()).isEqualTo(415);
		assertThat(
				this.client.send("POST", "/sessions/type/imports", "text/csv;charset=UTF-8", "a".getBytes()).status())
			.isEqualTo(202);
		assertThat(this.client.send("POST", "/sessions/type/imports", "text/csv;charset=ISO-8859-1", "a".getBytes())
			.status()).isEqualTo(415);
	}

	@Test
	void importInAFullSessionIsRefusedWithTooManyRequests() throws Exception {
		ImportGate gate = this.store.gateFor("full");
		List<Answer> started = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			started.add(this.client.postCsv("/sessions/full/imports", "a\n1\n"));
		}
		assertThat(started.get(4).json().get("state").asString()).isEqualTo("pending");
		Answer refused = this.client.postCsv("/sessions/full/imports", "a\n1\n");
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
		gate.open();
		for (Answer each : started) {
			assertThat(ended(each).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
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
		return this.host.await(started.json().get("id").asString(), TIMEOUT);
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
