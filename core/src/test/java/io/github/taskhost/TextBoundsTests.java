package io.github.taskhost;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/** Ids, kinds and strings at their limits. */
class TextBoundsTests {

	private static BackgroundTaskRecord.Builder record() {
		return BackgroundTaskRecord.builder(new UUID(1, 2), "s1", BackgroundTaskRegistration.ofKind("other").build(),
				Instant.EPOCH);
	}

	@Test
	void idsMayHaveTwoHundredCharacters() {
		assertThatNoException().isThrownBy(() -> TaskSession.requireValidId("aZ0._:~@-".repeat(22) + "ab"));
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> TaskSession.requireValidId("a".repeat(201)))
			.withMessageContaining("1 to 200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "ä", "a/b", "a\u0000b", "a\u202Eb", "😀", ".", ".." })
	@NullSource
	void invalidIdsAreRejected(String id) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class).isThrownBy(() -> TaskSession.requireValidId(id))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("\u0000").doesNotContain("\u202E"));
	}

	@Test
	void kindsMustMatchTheirPattern() {
		assertThatNoException().isThrownBy(() -> BackgroundTaskRegistration.ofKind("a" + "0-z".repeat(21)));
		for (String kind : List.of("", "A", "1a", "-a", "a_b", "a".repeat(65), "é")) {
			assertThatExceptionOfType(InvalidTaskArgumentException.class)
				.isThrownBy(() -> BackgroundTaskRegistration.ofKind(kind))
				.withMessageContaining("lower-case letter");
		}
	}

	@Test
	void stringsAreTruncatedAtTheirLimits() {
		BackgroundTaskRecord task = record().status("x".repeat(600))
			.summary("x".repeat(512))
			.cancelReason("x".repeat(513))
			.cancelledBy("x".repeat(200))
			.build();
		assertThat(task.status()).hasSize(512).endsWith("…");
		assertThat(task.summary()).hasSize(512).endsWith("x");
		assertThat(task.cancelReason()).hasSize(512);
		assertThat(task.cancelledBy()).hasSize(128);
		assertThat(new TaskFailure(FailureKind.EXCEPTION, null, "x".repeat(3000)).message()).hasSize(2000);
		assertThat(BackgroundTaskRegistration.ofKind("other").displayName("x".repeat(129)).build().displayName())
			.hasSize(128);
	}

	@Test
	void truncationNeverSplitsACharacter() {
		String status = record().status("x".repeat(510) + "😀😀").build().status();
		assertThat(status).isEqualTo("x".repeat(510) + "…");
	}

	@Test
	void controlAndBidirectionalCharactersAreReplaced() {
		String hostile = "a\r\nb\tc\u0000d\u202Ee\u200Bf\u2028g\uD800h";
		assertThat(record().status(hostile).build().status()).isEqualTo("a  b c d e\u200Bf g h");
		assertThat(record().status("Zoë 東京 😀").build().status()).isEqualTo("Zoë 東京 😀");
	}

	/** Joiners, variation selectors, tags of flags and direction marks. */
	@ParameterizedTest
	@ValueSource(strings = { "می\u200Cخواهم", "👨\u200D👩\u200D👧", "❤\uFE0F",
			"🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F", "שלום\u200F!", "co\u00ADop",
			"\uE000" })
	void spellingIsKept(String text) {
		assertThat(record().status(text).summary(text).build().status()).isEqualTo(text);
		assertThat(BackgroundTaskRegistration.ofKind("other").displayName(text).build().displayName()).isEqualTo(text);
		assertThat(new TaskFailure(FailureKind.EXCEPTION, null, text).message()).isEqualTo(text);
	}

	/** Messages and output are data: they are escaped where they are shown. */
	@ParameterizedTest
	@ValueSource(strings = { "می\u200Cخواهم 👨\u200D👩\u200D👧", "a\u001b[31mb\u0000\u202Ec\r\n\td" })
	void messagesAndOutputKeepTheirText(String text) {
		assertThat(new TaskMessagePart.Text(text).text()).isEqualTo(text);
		assertThat(new TaskOutputLine(1, "out", text, Instant.EPOCH).text()).isEqualTo(text);
	}

	@Test
	void unreadableExceptionMessageIsReplaced() {
		RuntimeException hostile = new RuntimeException() {

			private static final long serialVersionUID = 1;

			@Override
			public String getMessage() {
				throw new IllegalStateException("no");
			}

		};
		assertThat(TaskFailure.of(hostile).message()).contains("message unavailable", "IllegalStateException");
	}

	@Test
	void uidIsReadFromGeneratedIdsOnly() {
		UUID uid = UUID.randomUUID();
		assertThat(BackgroundTaskRecord.uidOfGeneratedId("task_" + uid)).isEqualTo(uid);
		assertThat(BackgroundTaskRecord.uidOfGeneratedId("task_1")).isNull();
		assertThat(BackgroundTaskRecord.uidOfGeneratedId("task_" + "x".repeat(36))).isNull();
		assertThat(BackgroundTaskRecord.uidOfGeneratedId("TASK_" + uid)).isNull();
		assertThat(BackgroundTaskRecord.uidOfGeneratedId("task_ABCDEF00-0000-4000-8000-000000000000")).isNull();
		assertThat(BackgroundTaskRecord.uidOfGeneratedId("task_00000000-1-4000-8000-000000000000000")).isNull();
	}

	@Test
	void buildersDoNotShareState() {
		BackgroundTaskRecord.Builder builder = record().status("one");
		BackgroundTaskRecord one = builder.build();
		BackgroundTaskRecord two = builder.status("two").cancelPolicy(CancelPolicy.ABORT_LOCAL).build();
		assertThat(one.status()).isEqualTo("one");
		assertThat(one.cancelPolicy()).isEqualTo(CancelPolicy.COOPERATIVE);
		assertThat(two.status()).isEqualTo("two");
		assertThat(one).isNotEqualTo(two);
		assertThat(one.toBuilder().build()).isEqualTo(one).hasSameHashCodeAs(one);
	}

	@Test
	void exceptionMessagesAreOneBoundedLine() {
		String message = new TaskStateException("a\nforged\u202E" + "x".repeat(3000)).getMessage();
		assertThat(message).startsWith("a forged x").hasSize(2000).endsWith("…");
	}

	@Test
	void stackTracesHaveNoControlCharacters() {
		TaskInspection inspection = new TaskInspection(record().build(), List.of(), false, null, List.of(),
				"a\u001b[31mb\n\tat c", List.of(), List.of(), List.of(), null);
		assertThat(inspection.failureStackTrace()).isEqualTo("a [31mb\n\tat c");
	}

}
