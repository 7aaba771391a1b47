package io.github.taskhost;

import java.util.function.IntPredicate;

import org.jspecify.annotations.Nullable;

/**
 * Bounds and checks for texts that come from users. Every text of a record goes through
 * here, so nothing unbounded and no control or bidirectional character reaches a log, a
 * thread name or a page.
 */
final class Texts {

	static final int NAME = 128;

	static final int LINE = 512;

	static final int MESSAGE = 2000;

	private static final int ID = 200;

	private static final int KIND = 64;

	private Texts() {
	}

	static String id(String what, @Nullable String value) {
		if (value == null || !isWord(value, ID, Texts::isIdCharacter) || isStep(value)) {
			throw invalid(what, value, "1 to 200 of the characters A-Z a-z 0-9 . _ : ~ @ -, and neither . nor ..");
		}
		return value;
	}

	/** In an address that would lead elsewhere. */
	private static boolean isStep(String value) {
		return value.equals(".") || value.equals("..");
	}

	static String kind(@Nullable String value) {
		return kindLike("kind", value);
	}

	static String kindLike(String what, @Nullable String value) {
		if (value == null || !isWord(value, KIND, Texts::isKindCharacter) || !isLower(value.charAt(0))) {
			throw invalid(what, value, "a lower-case letter, then at most 63 of a-z 0-9 -");
		}
		return value;
	}

	private static boolean isWord(String value, int limit, IntPredicate character) {
		int length = value.length();
		boolean word = length > 0 && length <= limit;
		for (int i = 0; word && i < length; i++) {
			word = character.test(value.charAt(i));
		}
		return word;
	}

	private static boolean isIdCharacter(int character) {
		return isKindCharacter(character) || character >= 'A' && character <= 'Z' || "._:~@".indexOf(character) >= 0;
	}

	private static boolean isKindCharacter(int character) {
		return isLower(character) || character >= '0' && character <= '9' || character == '-';
	}

	private static boolean isLower(int character) {
		return character >= 'a' && character <= 'z';
	}

	private static InvalidTaskArgumentException invalid(String what, @Nullable String value, String rule) {
		return new InvalidTaskArgumentException(
				"The " + what + " " + quoted(value) + " is not valid: use " + rule + ".");
	}

	private static String quoted(@Nullable String value) {
		return (value == null) ? "null" : "'" + clean(value, NAME) + "'";
	}

	static @Nullable String cleanOrNull(@Nullable String text, int limit) {
		return (text == null) ? null : clean(text, limit);
	}

	static String clean(String text, int limit) {
		String visible = isPlain(text) ? text : withoutControls(text, limit);
		return (visible.length() <= limit) ? visible : truncated(visible, limit);
	}

	/** A text of several lines: hidden characters go, line feeds and tabs stay. */
	static String cleanText(String text) {
		return isPlain(text) ? text : text.codePoints()
			.map((codePoint) -> (isHidden(codePoint) && codePoint != '\n' && codePoint != '\t') ? ' ' : codePoint)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private static String truncated(String text, int limit) {
		int end = limit - 1;
		return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
	}

	private static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (!isVisibleAscii(character) && (isHidden(character) || Character.isSurrogate(character))) {
				return false;
			}
		}
		return true;
	}

	/** Most characters are: the tables are asked for the others only. */
	private static boolean isVisibleAscii(char character) {
		return character >= ' ' && character <= '~';
	}

	private static String withoutControls(String text, int limit) {
		StringBuilder visible = new StringBuilder(Math.min(text.length(), limit + 1));
		text.codePoints()
			.limit(4L * limit)
			.map((codePoint) -> isHidden(codePoint) ? ' ' : codePoint)
			.takeWhile((codePoint) -> visible.length() <= limit)
			.forEach(visible::appendCodePoint);
		return visible.toString();
	}

	private static boolean isHidden(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE, Character.UNASSIGNED, Character.PRIVATE_USE ->
				true;
			default -> false;
		};
	}

}
