package io.github.taskhost.sample.checksums;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.sample.States;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "sample.demo.enabled=false",
		"taskhost.cancel.grace-period=5m", "spring.datasource.url=jdbc:h2:mem:checksums;DB_CLOSE_DELAY=-1" })
class ChecksumIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	@Autowired
	private BackgroundTaskHost host;

	@Autowired
	private HeldParts parts;

	private SampleClient client;

	@BeforeEach
	void connect() {
		this.client = new SampleClient(this.port);
	}

	private Answer start(String session, String text, int count) throws Exception {
		return this.client.post("/sessions/" + session + "/checksums",
				"{\"text\":\"" + text + "\",\"parts\":" + count + "}");
	}

	private BackgroundTaskRecord ended(Answer started) throws Exception {
		return this.host.await(started.json().get("id").asString(), TIMEOUT);
	}

	@Test
	void checksumIsTheDigestOfTheDigestsOfItsParts() throws Exception {
		Answer started = start("sum", "abcd", 2);
		assertThat(started.status()).isEqualTo(202);
		assertThat(ended(started).state()).isEqualTo(BackgroundTaskState.COMPLETED);
		JsonNode result = this.client.get(started.header("Location")).json().at("/result/value");
		String first = sha256("ab".getBytes(StandardCharsets.UTF_8));
		String second = sha256("cd".getBytes(StandardCharsets.UTF_8));
		assertThat(result.get("parts").toString()).isEqualTo("[\"" + first + "\",\"" + second + "\"]");
		assertThat(result.get("digest").asString()).isEqualTo(sha256(HexFormat.of().parseHex(first + second)));
	}

	private static String sha256(byte[] bytes) throws Exception {
		return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
	}

	@Test
	void eachPartIsAChildOfTheChecksum() throws Exception {
		Answer started = start("family", "some text", 8);
		ended(started);
		List<BackgroundTaskRecord> children = children("family");
		assertThat(children).hasSize(8)
			.allMatch((child) -> started.json().get("id").asString().equals(child.parentTaskId()))
			.allMatch((child) -> child.state() == BackgroundTaskState.COMPLETED);
	}

	private List<BackgroundTaskRecord> children(String session) {
		return this.host.listManaged(session).stream().filter((task) -> task.kind().equals(Checksums.PART)).toList();
	}

	@Test
	void progressCountsThePartsThatHaveEnded() throws Exception {
		this.parts.hold("counted");
		Answer started = start("counted", "abc", 3);
		for (int ended = 1; ended <= 2; ended++) {
			this.parts.releaseOne("counted");
			Progress expected = Progress.of(ended, 3, "parts");
			States.await(this.host, States.uid(started), (parent) -> expected.equals(parent.progress()));
		}
		this.parts.release("counted");
		assertThat(ended(started).progress()).isEqualTo(Progress.of(3, 3, "parts"));
	}

	@Test
	void bodiesRunOnPlatformThreads() throws Exception {
		ended(start("threads", "abc", 1));
		assertThat(this.parts.wasVirtual(Checksums.KIND)).isFalse();
		assertThat(this.parts.wasVirtual(Checksums.PART)).isFalse();
	}

	@Test
	void cancelReachesTheParts() throws Exception {
		this.parts.hold("cancelled");
		Answer started = start("cancelled", "abc", 3);
		States.await(this.host, States.uid(started), (parent) -> children("cancelled").size() == 3);
		this.client.post(started.header("Location") + "/cancel", "{\"reason\":\"wrong text\"}");
		for (BackgroundTaskRecord child : children("cancelled")) {
			States.await(this.host, child.uid(), (record) -> record.cancelRequestedAt() != null);
		}
		this.parts.release("cancelled");
		assertThat(ended(started).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		for (BackgroundTaskRecord child : children("cancelled")) {
			assertThat(this.host.await(child.id(), TIMEOUT).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		}
	}

	@Test
	void checksumFailsWithOneOfItsPartsAndCancelsTheOthers() throws Exception {
		this.parts.hold("broken");
		Answer started = start("broken", "abc", 3);
		States.await(this.host, States.uid(started), (parent) -> children("broken").size() == 3);
		this.host.cancelManaged("broken", children("broken").get(0).id());
		BackgroundTaskRecord record = ended(started);
		assertThat(record.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(String.valueOf(record.failure())).contains("Part 1 of 3");
		this.parts.release("broken");
		for (BackgroundTaskRecord child : children("broken")) {
			assertThat(this.host.await(child.id(), TIMEOUT).state()).isEqualTo(BackgroundTaskState.CANCELLED);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "{\"text\":\"a\",\"parts\":0} | parts", "{\"text\":\"a\",\"parts\":65} | parts",
					"{\"parts\":2} | text", "{\"text\":\"a\",\"parts\":\"two\"} | parts",
					"{\"text\":\"a\",\"parts\":2,\"colour\":1} | colour", "{\"text\":\"a\"} | parts" })
	void invalidInputIsRefusedWithTheField(String body, String field) throws Exception {
		Answer refused = this.client.post("/sessions/refused/checksums", body);
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json().get("detail").asString()).contains(field);
		assertThat(this.host.listManaged("refused")).isEmpty();
	}

	@Test
	void tooLongTextIsRefused() throws Exception {
		assertThat(start("refused", "x".repeat(ChecksumInput.MAX_TEXT + 1), 2).status()).isEqualTo(400);
		assertThat(this.host.listManaged("refused")).isEmpty();
	}

	@TestConfiguration
	static class Holding {

		@Bean
		HeldParts heldParts() {
			return new HeldParts();
		}

	}

}
