package io.github.taskhost.jdbc.row;

import java.util.UUID;

import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.spi.TaskNotice;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads notices: a name, and a content as JSON. Thread-safe.
 */
public final class NoticeCodec {

	/** The name of a line of output. */
	public static final String OUTPUT = "OUTPUT";

	/** Followed by the number of the question. */
	private static final String REPLY = "REPLY:";

	private static final String INSPECT = "INSPECT";

	private static final String INSPECTED = "INSPECTED";

	private final RecordCodec codec;

	public NoticeCodec(RecordCodec codec) {
		this.codec = codec;
	}

	public String nameOf(TaskNotice notice) {
		return switch (notice) {
			case TaskNotice.Signal signal -> signal.name();
			case TaskNotice.Output output -> OUTPUT;
			case TaskNotice.Reply reply -> REPLY + reply.number();
			case TaskNotice.Inspect inspect -> INSPECT;
			case TaskNotice.Inspected inspected -> INSPECTED;
		};
	}

	public @Nullable String contentOf(TaskNotice notice) {
		return switch (notice) {
			case TaskNotice.Signal signal -> null;
			case TaskNotice.Output output -> this.codec.write(output.line());
			case TaskNotice.Reply reply -> this.codec.write(reply.message());
			case TaskNotice.Inspect inspect -> this.codec.write(inspect);
			case TaskNotice.Inspected inspected -> this.codec.write(inspected);
		};
	}

	/**
	 * Reads a notice. One of a newer version says that there is something to read.
	 */
	public TaskNotice read(UUID uid, String name, @Nullable String content) {
		if (content == null) {
			return signal(name);
		}
		if (name.equals(OUTPUT)) {
			return new TaskNotice.Output(this.codec.read(uid, content, TaskOutputLine.class));
		}
		if (name.startsWith(REPLY)) {
			return new TaskNotice.Reply(Integer.parseInt(name.substring(REPLY.length())),
					this.codec.read(uid, content, TaskMessage.class));
		}
		return switch (name) {
			case INSPECT -> this.codec.read(uid, content, TaskNotice.Inspect.class);
			case INSPECTED -> this.codec.read(uid, content, TaskNotice.Inspected.class);
			default -> TaskNotice.Signal.CHANGED;
		};
	}

	private static TaskNotice signal(String name) {
		for (TaskNotice.Signal signal : TaskNotice.Signal.values()) {
			if (signal.name().equals(name)) {
				return signal;
			}
		}
		return TaskNotice.Signal.CHANGED;
	}

}
