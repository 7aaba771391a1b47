package io.github.taskhost.local;

import io.github.taskhost.message.TaskMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Ids of messages come from a sequence apart from the uids of tasks. */
class MessageIdTests extends LocalHostTest {

	@Test
	void messagesTakeNoPlaceOfATaskInTheTable() throws Exception {
		TableWithPoints table = new TableWithPoints();
		start((builder) -> builder.table(table));
		var task = session().spawn("other", (context) -> {
			context.post("heard " + context.receive(PATIENCE));
			return null;
		});
		task.send("hello");
		task.await(PATIENCE);
		assertThat(task.messages(null, 10).messages()).extracting(TaskMessage::text).hasSize(2);
		assertThat(table.uids).hasValue(1);
	}

}
