package io.github.taskhost.sample.imports;

import java.io.StringReader;
import java.time.Duration;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.sample.States;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Imports that ask whether to import the valid rows of a file.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "sample.demo.enabled=false",
		"taskhost.kinds.import.max-concurrent=1", "spring.datasource.url=jdbc:h2:mem:broken;DB_CLOSE_DELAY=-1" })
class BrokenRowsIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final String CSV = "a,b\n1,2\nonly\n3,4\n5,6,7\n8\n9\n";

	private static final String APPROVE = "{\"key\":\"broken-rows\",\"answer\":{\"action\":\"approve\"}}";

	private static final String STOP = "{\"key\":\"broken-rows\",\"answer\":{\"action\":\"stop\"}}";

	@LocalServerPort
	private int port;

	@Autowired
	private BackgroundTaskHost host;

	@Autowired
	private JdbcTemplate jdbc;

	private SampleClient client;

	@BeforeEach
	void connect() {
		this.client = new SampleClient(this.port);
	}

	private Answer asking(String session) throws Exception {
		Answer started = this.client.postCsv("/sessions/" + session + "/imports", CSV);
		States.await(this.host, started, BackgroundTaskState.WAITING);
		return started;
	}

	private Answer answer(Answer started, String body) throws Exception {
		return this.client.post(started.header("Location") + "/answer", body);
	}

	private JsonNode task(Answer started) throws Exception {
		return this.client.get(started.header("Location")).json();
	}

	private BackgroundTaskRecord ended(Answer started) throws Exception {
		return this.host.await(started.json().get("id").asString(), TIMEOUT);
	}

	private int rows(String table, Answer started) {
		Integer count = this.jdbc.queryForObject("select count(*) from " + table + " where task = ?", Integer.class,
				States.uid(started));
		return (count != null) ? count : 0;
	}

	@Test
	void questionListsBrokenRowsBeforeAnyRowIsLoaded() throws Exception {
		Answer started = asking("asked");
		JsonNode question = task(started).get("inputRequest");
		assertThat(question.get("key").asString()).isEqualTo("broken-rows");
		assertThat(question.get("prompt").asString()).contains("4 of 6 rows are broken")
			.contains("line 3: 1 fields instead of 2")
			.contains("line 5: 3 fields instead of 2")
			.contains("; …")
			.doesNotContain("line 7");
		assertThat(question.at("/expected/properties/action/enum").toString()).isEqualTo("[\"approve\",\"stop\"]");
		assertThat(question.get("deadline").isNull()).isFalse();
		assertThat(rows("imported_row", started)).isZero();
		answer(started, STOP);
	}

	@Test
	void approvalImportsTheGoodRows() throws Exception {
		Answer started = asking("approved");
		Answer answered = answer(started, APPROVE);
		assertThat(answered.status()).isEqualTo(200);
		assertThat(answered.json().at("/message/delivery").asString()).isEqualTo("delivered");
		assertThat(ended(started).summary()).isEqualTo("2 rows imported, 4 rejected");
		assertThat(rows("imported_row", started)).isEqualTo(2);
	}

	@Test
	void rejectedRowsAreAnArtifactAndInTheOutput() throws Exception {
		Answer started = asking("artifact");
		answer(started, APPROVE);
		ended(started);
		assertThat(task(started).at("/links/resources/0").asString()).isEqualTo("table imported_row");
		JsonNode artifact = task(started).at("/artifacts/0");
		assertThat(artifact.get("name").asString()).isEqualTo("rejected rows");
		assertThat(this.client.get(artifact.get("url").asString()).json().findValuesAsString("reason")).containsExactly(
				"1 fields instead of 2", "3 fields instead of 2", "1 fields instead of 2", "1 fields instead of 2");
		assertThat(this.client.get(started.header("Location") + "/output").json().findValuesAsString("stream"))
			.containsExactly("rejected", "rejected", "rejected", "rejected", "import");
	}

	@Test
	void stopImportsNothing() throws Exception {
		Answer started = asking("stopped");
		assertThat(answer(started, STOP).status()).isEqualTo(200);
		BackgroundTaskRecord record = ended(started);
		assertThat(record.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(record.summary()).isEqualTo("Stopped, nothing imported: 4 of 6 rows are broken");
		assertThat(rows("imported_row", started) + rows("rejected_row", started)).isZero();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = { "{\"action\":\"perhaps\"} | action", "{} | action",
			"{\"action\":\"stop\",\"now\":true} | now", "\"approve\" | object", "null | null" })
	void invalidAnswerIsRefusedWithTheReasonAndTheQuestionStaysOpen(String answer, String reason) throws Exception {
		Answer started = asking("refused");
		Answer refused = answer(started, "{\"key\":\"broken-rows\",\"answer\":" + answer + "}");
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
		assertThat(refused.json().get("detail").asString()).contains(reason);
		assertThat(task(started).get("state").asString()).isEqualTo("waiting");
		assertThat(answer(started, STOP).status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"key\":\"broken-rows\"}", "{\"answer\":{\"action\":\"stop\"}}" })
	void answerNamesItsQuestion(String body) throws Exception {
		Answer started = asking("nameless");
		Answer refused = answer(started, body);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json().get("detail").asString()).contains("'key'");
		assertThat(task(started).get("state").asString()).isEqualTo("waiting");
		answer(started, STOP);
	}

	@Test
	void secondAnswerIsRefused() throws Exception {
		Answer started = asking("twice");
		assertThat(answer(started, STOP).status()).isEqualTo(200);
		assertThat(answer(started, APPROVE).status()).isEqualTo(409);
		Answer numbered = answer(started, "{\"key\":\"broken-rows\",\"number\":1,\"answer\":{\"action\":\"approve\"}}");
		assertThat(numbered.status()).isEqualTo(409);
		assertThat(ended(started).summary()).startsWith("Stopped");
	}

	@Test
	void answerToAnotherQuestionIsRefused() throws Exception {
		Answer started = asking("other");
		assertThat(answer(started, "{\"key\":\"colour\",\"answer\":{\"action\":\"stop\"}}").status()).isEqualTo(409);
		assertThat(task(started).get("state").asString()).isEqualTo("waiting");
		answer(started, STOP);
	}

	@Test
	void importWithoutBrokenRowsAsksNoQuestion() throws Exception {
		Answer started = this.client.postCsv("/sessions/fine/imports", "a,b\n1,2\n");
		assertThat(ended(started).summary()).isEqualTo("1 rows imported, 0 rejected");
		assertThat(this.host.task("fine", started.json().get("id").asString()).answers()).isEmpty();
		Answer refused = answer(started, APPROVE);
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.json().get("detail").asString()).contains("it has ended");
	}

	@Test
	void cancelEndsTheWaitForAnAnswer() throws Exception {
		Answer started = asking("cancelled");
		this.client.post(started.header("Location") + "/cancel", "{}");
		assertThat(ended(started).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(ended(started).summary()).isEqualTo("Cancelled, nothing imported");
		assertThat(rows("imported_row", started)).isZero();
	}

	@Test
	void cancelEndsTheCheckForBrokenRows() throws Exception {
		BackgroundTaskHandle<BrokenRows> check = this.host.session("check").spawn("check", (context) -> {
			this.host.task(context.sessionId(), context.taskId()).cancel(null);
			return BrokenRows.in(new CsvFile(new StringReader("a\n1\n"), new CsvLimits(10, 10, 1000)), context);
		});
		assertThat(check.await(TIMEOUT).state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void importThatWaitsForAnAnswerReleasesItsSlot() throws Exception {
		Answer waiting = asking("waiting");
		Answer other = this.client.postCsv("/sessions/busy/imports", "a,b\n1,2\n");
		assertThat(ended(other).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		assertThat(task(waiting).get("state").asString()).isEqualTo("waiting");
		answer(waiting, STOP);
	}

}
