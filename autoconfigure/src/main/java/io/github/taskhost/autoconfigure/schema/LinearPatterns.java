package io.github.taskhost.autoconfigure.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/**
 * Compiles patterns that never backtrack: the time of a match is bounded by the size of
 * the pattern's program times the length of the text, which the {@link SchemaBudget}
 * counts.
 */
final class LinearPatterns implements RegularExpressionFactory {

	static final int MAX_LENGTH = 500;

	static final int MAX_PROGRAM = 5_000;

	private final SchemaBudget budget;

	LinearPatterns(SchemaBudget budget) {
		this.budget = budget;
	}

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
			throw new SchemaTooComplexException("is not a pattern in the syntax of RE2: " + ex.getDescription());
		}
	}

	private boolean matches(Pattern pattern, String text) {
		this.budget.match(pattern.programSize(), text);
		return pattern.matcher(text).find();
	}

}
