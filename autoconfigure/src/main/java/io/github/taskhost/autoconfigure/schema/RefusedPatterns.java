package io.github.taskhost.autoconfigure.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;

/**
 * Refuses all patterns: those of the platform backtrack, and their time is not bounded.
 */
final class RefusedPatterns implements RegularExpressionFactory {

	@Override
	public RegularExpression getRegularExpression(String regex) {
		throw new SchemaTooComplexException(
				"patterns need the library com.google.re2j:re2j; add it to the application, or leave the pattern out");
	}

}
