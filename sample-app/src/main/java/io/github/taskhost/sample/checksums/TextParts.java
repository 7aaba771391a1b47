package io.github.taskhost.sample.checksums;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Splits texts into parts.
 */
final class TextParts {

	private TextParts() {
	}

	/**
	 * Splits a text into parts whose lengths differ by at most one character. Surrogate
	 * pairs count as one character and stay together.
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
