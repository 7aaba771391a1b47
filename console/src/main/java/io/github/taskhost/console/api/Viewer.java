package io.github.taskhost.console.api;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The rights of the user that looks at a task.
 *
 * @param shown whether the user may see values
 * @param readOnly the reason for which the user may only read, or {@code null}
 * @param authorities whether the user has an authority that a question requires
 */
public record Viewer(boolean shown, @Nullable String readOnly, Predicate<String> authorities) {

	/** The reason for which the user may not answer a question, or {@code null}. */
	@Nullable String answerRefusal(String key, @Nullable String authority) {
		if (this.readOnly != null || authority == null || this.authorities.test(authority)) {
			return this.readOnly;
		}
		return "Answering '" + key + "' requires the authority '" + authority + "', which you do not have.";
	}

}
