package io.github.taskhost.autoconfigure.json;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/**
 * Patterns that never backtrack, so that the time they take is known before: the size of
 * the pattern's program times the length of the text. One instance serves one check, and
 * bounds their sum.
 */
final class LinearPatterns implements RegularExpressionFactory {

	static final int MAX_LENGTH = 500;

	static final int MAX_PROGRAM = 5_000;

	static final long MAX_WORK = 50_000_000;

	private long work;

	@Override
	public RegularExpression getRegularExpression(String regex) {
		if (regex.length() > MAX_LENGTH) {
			throw new SchemaTooComplexException("is a pattern of more than " + MAX_LENGTH + " characters");
		}
		if (ProgramSize.of(regex, MAX_PROGRAM) > MAX_PROGRAM) {
			throw new SchemaTooComplexException("is a pattern that repeats too much");
		}
		Pattern pattern = compiled(regex);
		return (text) -> matches(pattern, text);
	}

	private static Pattern compiled(String regex) {
		try {
			return Pattern.compile(regex);
		}
		catch (PatternSyntaxException ex) {
			throw new SchemaTooComplexException(
					"is no pattern of the kind that never backtracks (RE2): " + ex.getDescription());
		}
	}

	private boolean matches(Pattern pattern, String text) {
		this.work += (long) pattern.programSize() * (text.length() + 1);
		if (this.work > MAX_WORK) {
			throw new SchemaTooComplexException("it is too long for the patterns of the schema");
		}
		return pattern.matcher(text).find();
	}

}
