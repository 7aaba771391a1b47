package io.github.taskhost.sample.checksums;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts texts.
 */
final class TextParts {

	private TextParts() {
	}

	/**
	 * Parts that differ by one character at most, and that no character is cut by: what
	 * takes two {@code char}s is one.
	 */
	static List<String> of(String text, int count) {
		int[] characters = text.codePoints().toArray();
		return IntStream.range(0, count).mapToObj((part) -> {
			int from = start(part, count, characters.length);
			return new String(characters, from, start(part + 1, count, characters.length) - from);
		}).toList();
	}

	private static int start(int part, int count, int length) {
		return (int) ((long) length * part / count);
	}

}
