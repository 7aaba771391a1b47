package io.github.taskhost.internal.text;

import org.jspecify.annotations.Nullable;

/**
 * Bounds and cleans texts from users. Every name, status line and reason of a record
 * passes through here, so that no unbounded text, no control character and no character
 * that changes the direction of others reaches a log, a thread name or a page. Joiners,
 * variation selectors and direction marks are spelling and stay. Stateless and
 * thread-safe.
 */
public final class Texts {

	/** The maximum length of a name, in characters. */
	public static final int NAME = 128;

	/** The maximum length of a status line, reason or summary, in characters. */
	public static final int LINE = 512;

	/** The maximum length of an exception message or a prompt, in characters. */
	public static final int MESSAGE = 2000;

	private Texts() {
	}

	/**
	 * Cleans a text like {@link #clean(String, int)}, or returns {@code null}.
	 * @param text the text, or {@code null}
	 * @param limit the maximum length of the result, in characters
	 * @return the cleaned text, or {@code null}
	 */
	public static @Nullable String cleanOrNull(@Nullable String text, int limit) {
		return (text == null) ? null : clean(text, limit);
	}

	/**
	 * Replaces control characters, line and paragraph separators, bidirectional
	 * overrides, embeddings and isolates, and halves of characters with spaces, and
	 * truncates the text to the limit; a truncated text ends with an ellipsis.
	 * @param text the text
	 * @param limit the maximum length of the result, in characters
	 * @return the cleaned text
	 */
	public static String clean(String text, int limit) {
		String visible = isPlain(text) ? text : withoutControls(text, limit);
		return (visible.length() <= limit) ? visible : truncated(visible, limit);
	}

	/**
	 * Cleans a text of several lines. Line feeds and tabs stay, and the length is not
	 * bounded.
	 * @param text the text
	 * @return the cleaned text
	 */
	public static String cleanText(String text) {
		return isPlain(text) ? text : text.codePoints()
			.map((codePoint) -> (isHidden(codePoint) && codePoint != '\n' && codePoint != '\t') ? ' ' : codePoint)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	/**
	 * Tells whether a text contains another one. Upper and lower case are the same,
	 * independent of a language.
	 * @param whole the text
	 * @param part the text to find
	 * @return {@code true} if so
	 */
	public static boolean contains(String whole, String part) {
		for (int i = 0; i <= whole.length() - part.length(); i++) {
			if (whole.regionMatches(true, i, part, 0, part.length())) {
				return true;
			}
		}
		return false;
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

	/** Spares most characters the lookup in the Unicode tables. */
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
			case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
				true;
			case Character.FORMAT -> changesDirection(codePoint);
			default -> false;
		};
	}

	/** Embeddings, overrides and isolates; a mark of direction affects itself alone. */
	private static boolean changesDirection(int codePoint) {
		return codePoint >= '\u202A' && codePoint <= '\u202E' || codePoint >= '\u2066' && codePoint <= '\u2069';
	}

}
