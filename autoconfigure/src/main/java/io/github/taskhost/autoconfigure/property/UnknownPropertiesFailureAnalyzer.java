package io.github.taskhost.autoconfigure.property;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains an {@link UnknownPropertiesException}.
 */
class UnknownPropertiesFailureAnalyzer extends AbstractFailureAnalyzer<UnknownPropertiesException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownPropertiesException cause) {
		String properties = cause.properties()
			.stream()
			.map((property) -> "\n\t- " + property)
			.collect(Collectors.joining());
		return new FailureAnalysis("No part of Taskhost knows these properties:\n" + properties,
				"Correct the names, or remove the properties. The reference lists all properties. If another module of "
						+ "Taskhost should know them, add it to the class path.",
				cause);
	}

}
