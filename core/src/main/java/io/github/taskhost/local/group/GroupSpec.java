package io.github.taskhost.local.group;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * The description of a group, which is the input of its task.
 *
 * @param members the number of members
 * @param maxConcurrent the largest number of members that run at once
 * @param failFast whether the first member that does not complete fails the group
 */
record GroupSpec(int members, int maxConcurrent, boolean failFast) {

	private static final Pattern NUMBER = Pattern.compile("\"(members|maxConcurrent)\"\\s*:\\s*(\\d{1,9})");

	private static final Pattern FAIL_FAST = Pattern.compile("\"failFast\"\\s*:\\s*true");

	/** Whether members wait until the group starts them. */
	boolean isGated() {
		return this.maxConcurrent < Integer.MAX_VALUE;
	}

	JsonPayload toJson() {
		return new JsonPayload(
				"{\"members\":" + this.members + (isGated() ? ",\"maxConcurrent\":" + this.maxConcurrent : "")
						+ ",\"failFast\":" + this.failFast + "}");
	}

	/** Reads the input of a group. */
	static GroupSpec of(@Nullable JsonPayload input) {
		String text = (input != null) ? input.text() : "";
		int members = 0;
		int maxConcurrent = Integer.MAX_VALUE;
		Matcher number = NUMBER.matcher(text);
		while (number.find()) {
			int value = Integer.parseInt(number.group(2));
			if (number.group(1).equals("members")) {
				members = value;
			}
			else {
				maxConcurrent = value;
			}
		}
		return new GroupSpec(members, maxConcurrent, FAIL_FAST.matcher(text).find());
	}

}
