package io.github.taskhost.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Bounds and cleaning of the texts of a record. */
class RecordTextsTests {

	private static final int NAME = 128;

	private static final int LINE = 512;

	private static final int MESSAGE = 2000;

	private static BackgroundTaskRecord.Builder record() {
		return record(registration().build());
	}

	private static BackgroundTaskRecord.Builder record(BackgroundTaskRegistration registration) {
		return BackgroundTaskRecord.builder(new UUID(1, 2), "s1", registration, Instant.EPOCH);
	}

	private static BackgroundTaskRegistration.Builder registration() {
		return BackgroundTaskRegistration.ofKind("other");
	}

	static Stream<Arguments> texts() {
		return Stream.of(text("status", LINE, (said) -> record().status(said).build().status()),
				text("summary", LINE, (said) -> record().summary(said).build().summary()),
				text("cancel reason", LINE, (said) -> record().cancelReason(said).build().cancelReason()),
				text("cancelled by", NAME, (said) -> record().cancelledBy(said).build().cancelledBy()),
				text("producer", NAME, (said) -> record().producer(said).build().producer()),
				text("registered producer", NAME,
						(said) -> record(registration().producer(said).build()).build().producer()),
				text("display name", NAME,
						(said) -> record(registration().displayName(said).build()).build().displayName()),
				text("host's producer", NAME,
						(said) -> BackgroundTaskHostOptions.withDefaults().withProducer(said).producer()),
				text("update", LINE, (said) -> BackgroundTaskUpdate.ofProgress(said).progress()),
				text("completion", LINE, (said) -> BackgroundTaskCompletion.completed(said).summary()),
				text("unit", NAME, (said) -> Progress.of(1, said).unit()),
				text("failure type", LINE, (said) -> new TaskFailure(FailureKind.REPORTED, said, null).type()),
				text("failure message", MESSAGE, (said) -> new TaskFailure(FailureKind.REPORTED, null, said).message()),
				text("thrown message", MESSAGE, (said) -> TaskFailure.of(new IllegalStateException(said)).message()),
				text("omitted result", LINE, (said) -> TaskResult.omitted(said).omitted()),
				text("prompt", MESSAGE, (said) -> InputRequest.of("k", said).prompt()),
				text("authority", NAME, (said) -> new InputRequest("k", "p", null, null, said).authority()),
				text("remote task", LINE, (said) -> new TaskLinks(null, said, List.of()).remoteTask()),
				text("resource", LINE, (said) -> new TaskLinks(null, null, List.of(said)).resources().get(0)),
				text("artifact name", NAME, (said) -> new TaskArtifact(said, null, null, null).name()),
				text("artifact type", NAME, (said) -> new TaskArtifact("n", said, null, null).type()),
				text("artifact path", LINE, (said) -> new TaskArtifact("n", null, said, null).path()),
				text("artifact url", LINE, (said) -> new TaskArtifact("n", null, null, said).url()));
	}

	private static Arguments text(String name, int limit, UnaryOperator<String> kept) {
		return Arguments.of(name, limit, kept);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("texts")
	void longTextIsTruncatedWithAnEllipsis(String name, int limit, UnaryOperator<String> kept) {
		assertThat(kept.apply("x".repeat(limit))).isEqualTo("x".repeat(limit));
		assertThat(kept.apply("x".repeat(limit + 1))).isEqualTo("x".repeat(limit - 1) + "…");
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("texts")
	void truncationNeverSplitsASurrogatePair(String name, int limit, UnaryOperator<String> kept) {
		assertThat(kept.apply("x".repeat(limit - 2) + "😀😀")).isEqualTo("x".repeat(limit - 2) + "…");
		assertThat(kept.apply("x".repeat(limit - 2) + "😀")).isEqualTo("x".repeat(limit - 2) + "😀");
		assertThat(kept.apply("😀".repeat(limit))).endsWith("😀…").hasSizeLessThanOrEqualTo(limit);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("texts")
	void controlAndBidirectionalCharactersBecomeSpaces(String name, int limit, UnaryOperator<String> kept) {
		assertThat(kept.apply("a\r\nb\u001B[31mc\u202Ed\u2066e\u200Ff\u2028g\uD800h\u0000i"))
			.isEqualTo("a  b [31mc d e\u200Ff g h i");
		assertThat(kept.apply("Zoë, 東京, עברית 😀")).isEqualTo("Zoë, 東京, עברית 😀");
	}

	@Test
	void linksAreBoundedAndTheirSessionIdIsValidated() {
		List<String> most = Collections.nCopies(TaskLinks.MAX_RESOURCES, "r");
		assertThat(new TaskLinks(null, null, most).resources()).hasSize(TaskLinks.MAX_RESOURCES);
		List<String> tooMany = Collections.nCopies(TaskLinks.MAX_RESOURCES + 1, "r");
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> new TaskLinks(null, null, tooMany))
			.withMessageContaining("101");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> TaskLinks.ofChildSession("a b"))
			.withMessageContaining("child session id");
	}

	@Test
	void invalidNumbersAndStatesAreRefused() {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> Progress.of(-1, "rows"));
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> Progress.of(1, -1, "rows"));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> new BackgroundTaskCompletion(BackgroundTaskState.RUNNING, null))
			.withMessageContaining("RUNNING");
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> new TaskResult(null, null));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> new TaskResult(new JsonPayload("1"), "and omitted"));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> registration().timeout(Duration.ZERO));
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> registration().maxAttempts(0));
	}

	@Test
	void builderOfARegistrationKeepsEveryAttribute() {
		BackgroundTaskRegistration full = registration().id("t1")
			.displayName("n")
			.producer("p")
			.parentTaskId("p1")
			.cancelPolicy(CancelPolicy.EXTERNAL)
			.closePolicy(ClosePolicy.TRANSFER)
			.timeout(Duration.ofSeconds(1))
			.maxAttempts(2)
			.idempotencyKey("k")
			.input(new JsonPayload("{}"))
			.links(TaskLinks.ofChildSession("s2"))
			.build();
		assertThat(full.toBuilder().build()).isEqualTo(full).hasSameHashCodeAs(full);
		assertThat(full.toBuilder().maxAttempts(3).build()).isNotEqualTo(full);
		assertThat(full.toBuilder().producer("q").build()).isNotEqualTo(full);
	}

}
