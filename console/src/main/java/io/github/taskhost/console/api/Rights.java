package io.github.taskhost.console.api;

import java.util.function.Predicate;

import io.github.taskhost.task.InputRequest;
import org.jspecify.annotations.Nullable;

/**
 * The rights of a user on tasks.
 *
 * @param shown whether the user may see values
 * @param readOnly the reason for which the user may only read, or {@code null}
 * @param authorities whether the user has an authority
 */
public record Rights(boolean shown, @Nullable String readOnly, Predicate<String> authorities) {

	boolean writes() {
		return this.readOnly == null;
	}

	/** The reason for which the user may not answer a question, or {@code null}. */
	@Nullable String refusal(InputRequest question) {
		String authority = question.authority();
		if (this.readOnly != null || authority == null || this.authorities.test(authority)) {
			return this.readOnly;
		}
		return "Answering '" + question.key() + "' requires the authority '" + authority
				+ "', which you do not have. Ask a person who has it.";
	}

}
