package io.github.taskhost.internal.name;

import java.util.function.IntPredicate;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.internal.text.Texts;
import org.jspecify.annotations.Nullable;

/**
 * Rules for ids, keys and names of kinds, which are parts of URLs, metric tags and
 * property keys. Stateless and thread-safe.
 */
public final class Names {

	/** The rule of names of kinds, as the object of "use". */
	public static final String KIND_RULE = "a lower-case letter, then at most 63 of a-z 0-9 -";

	private static final int ID = 200;

	private static final int KIND = 64;

	private Names() {
	}

	/**
	 * Validates the id of a session, task or question, or an idempotency key.
	 * @param sort the sort of id, for the message
	 * @param value the id
	 * @return the id
	 * @throws InvalidTaskArgumentException if it is not 1 to 200 of the characters
	 * {@code A-Z a-z 0-9 . _ : ~ @ -}, or is {@code .} or {@code ..}
	 */
	public static String id(String sort, @Nullable String value) {
		if (value == null || !isWord(value, ID, Names::isIdCharacter) || isStep(value)) {
			throw invalid(sort, value,
					"1 to 200 of the characters A-Z a-z 0-9 . _ : ~ @ -, and neither '.' nor '..' alone");
		}
		return value;
	}

	/** Returns whether a value is a path segment that changes the target of a URL. */
	private static boolean isStep(String value) {
		return value.equals(".") || value.equals("..");
	}

	/**
	 * Validates the name of a kind.
	 * @param value the name
	 * @return the name
	 * @throws InvalidTaskArgumentException if it is not a lower-case letter and then at
	 * most 63 of {@code a-z 0-9 -}
	 */
	public static String kind(@Nullable String value) {
		return kindLike("kind", value);
	}

	/**
	 * Validates another name by the rule of kinds.
	 * @param sort the sort of name, for the message
	 * @param value the name
	 * @return the name
	 * @throws InvalidTaskArgumentException if it is not a lower-case letter and then at
	 * most 63 of {@code a-z 0-9 -}
	 */
	public static String kindLike(String sort, @Nullable String value) {
		if (value == null || !isWord(value, KIND, Names::isKindCharacter) || !isLower(value.charAt(0))) {
			throw invalid(sort, value, KIND_RULE);
		}
		return value;
	}

	/**
	 * Validates a text that names are searched for.
	 * @param text the text
	 * @return the text
	 * @throws InvalidTaskArgumentException if it is blank or has more than 128 characters
	 */
	public static String textToFind(String text) {
		if (text.isBlank() || text.length() > Texts.NAME) {
			throw new InvalidTaskArgumentException("The text to find has " + text.length()
					+ " characters or only spaces: use 1 to " + Texts.NAME + " characters.");
		}
		return text;
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

	private static InvalidTaskArgumentException invalid(String sort, @Nullable String value, String rule) {
		return new InvalidTaskArgumentException(
				"The " + sort + " " + quoted(value) + " is not valid: use " + rule + ".");
	}

	private static String quoted(@Nullable String value) {
		return (value == null) ? "null" : "'" + Texts.clean(value, Texts.NAME) + "'";
	}

}
