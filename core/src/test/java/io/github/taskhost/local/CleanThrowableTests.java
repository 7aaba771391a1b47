package io.github.taskhost.local;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CleanThrowable}.
 */
class CleanThrowableTests {

	@Test
	void whatIsHarmlessIsLoggedItself() {
		Throwable thrown = new IllegalStateException("for input \"1\"", new IllegalArgumentException());
		thrown.addSuppressed(new IllegalStateException("zurück, 戻る"));
		assertThat(CleanThrowable.of(thrown)).isSameAs(thrown);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\nWARN forged", "a\rb", "\u001b[31mred", "\u202eesrever", "nul\0nul", "a\u2028b" })
	void hiddenCharactersGo(String message) {
		String log = print(CleanThrowable.of(new IllegalStateException(message)));
		assertThat(log).contains(": java.lang.IllegalStateException: ").contains("\tat " + getClass().getName());
		assertThat(log.lines().skip(1)).allMatch((line) -> line.startsWith("\tat "));
		assertThat(log.chars().filter((c) -> c != '\n' && c != '\t' && c != '\r'))
			.noneMatch((c) -> Character.getType(c) == Character.CONTROL || Character.getType(c) == Character.FORMAT);
	}

	@Test
	void aMessageIsBounded() {
		assertThat(CleanThrowable.of(new IllegalStateException("x".repeat(1_000_000))).getMessage()).hasSize(2000);
	}

	@Test
	void causesAndWhatWasSuppressedAreCleanedToo() {
		Throwable thrown = new IllegalStateException("harmless", new IllegalArgumentException("cause\nforged"));
		thrown.addSuppressed(new IllegalStateException("suppressed\nforged"));
		String log = print(CleanThrowable.of(thrown));
		assertThat(log).contains("IllegalStateException: harmless")
			.containsPattern("Caused by: .*: java.lang.IllegalArgumentException: cause forged")
			.containsPattern("Suppressed: .*: java.lang.IllegalStateException: suppressed forged");
	}

	@Test
	void circlesEnd() {
		Throwable one = new IllegalStateException("one\nforged");
		Throwable other = new IllegalStateException("other", one);
		one.initCause(other);
		assertThat(print(CleanThrowable.of(one))).contains("one forged").contains("other");
	}

	@Test
	void longChainsAreCut() {
		Throwable thrown = new IllegalStateException("first");
		for (int i = 0; i < 1000; i++) {
			thrown = new IllegalStateException("next", thrown);
		}
		assertThat(print(CleanThrowable.of(thrown)).lines().filter((line) -> line.startsWith("Caused by"))).hasSize(49);
	}

	@Test
	void whatCannotBeReadIsNamed() {
		assertThat(CleanThrowable.of(new Unreadable()))
			.hasMessage(Unreadable.class.getName() + ": (it could not be read)");
	}

	private static String print(Throwable thrown) {
		StringWriter text = new StringWriter();
		thrown.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	private static final class Unreadable extends RuntimeException {

		private static final long serialVersionUID = 1;

		@Override
		public String getMessage() {
			throw new IllegalStateException("unreadable");
		}

	}

}
