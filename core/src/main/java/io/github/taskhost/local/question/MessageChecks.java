package io.github.taskhost.local.question;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.local.task.ReportBudget;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.spi.PayloadCodec;
import org.jspecify.annotations.Nullable;

/**
 * Checks messages before they are sent, and the arguments of pages.
 */
public final class MessageChecks {

	static final String ID_PREFIX = "tmsg_";

	static final int MAX_PAGE = 1000;

	private static final int MAX_PARTS = 100;

	private static final Pattern ID = Pattern
		.compile(ID_PREFIX + "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

	private final ReportOptions limits;

	private final PayloadCodec codec;

	public MessageChecks(ReportOptions limits, PayloadCodec codec) {
		this.limits = limits;
		this.codec = codec;
	}

	/**
	 * Checks the number, size and data of the parts; returns them with their data
	 * encoded.
	 */
	List<TaskMessagePart> checked(List<TaskMessagePart> parts) {
		if (parts.size() > MAX_PARTS || parts.stream().anyMatch(Objects::isNull)) {
			throw new InvalidTaskArgumentException("The message has " + parts.size()
					+ " parts, or a part that is null. Use 1 to " + MAX_PARTS + " parts, each text or data.");
		}
		long size = ReportBudget.sizeOf(parts);
		if (size > this.limits.messageSize()) {
			throw new InvalidTaskArgumentException(
					"The message has " + size + " bytes, and the limit is " + this.limits.messageSize()
							+ " (taskhost.messages.max-size). Send a shorter message, or a reference to the content.");
		}
		return parts.stream().map(this::checked).toList();
	}

	private TaskMessagePart checked(TaskMessagePart part) {
		return switch (part) {
			case TaskMessagePart.Text text -> text;
			case TaskMessagePart.Data data -> TaskMessagePart.data(this.codec.encode(data.json()));
		};
	}

	public static void requireValidPage(@Nullable String after, int limit) {
		requireValidLimit(limit);
		if (after != null && !ID.matcher(after).matches()) {
			throw new InvalidTaskArgumentException(
					"The cursor is not the id of a message. Use the id of a message, which begins with '" + ID_PREFIX
							+ "', or none for the first page.");
		}
	}

	public static void requireValidPosition(long after) {
		if (after < 0) {
			throw new InvalidTaskArgumentException(
					"The position " + after + " is not valid: use 0 for the first line, or the position of a line.");
		}
	}

	public static void requireValidLimit(int limit) {
		if (limit < 1 || limit > MAX_PAGE) {
			throw new InvalidTaskArgumentException("The limit " + limit + " is not valid: use 1 to " + MAX_PAGE + ".");
		}
	}

}
