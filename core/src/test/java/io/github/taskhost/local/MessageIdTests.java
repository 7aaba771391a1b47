package io.github.taskhost.local;

import io.github.taskhost.message.TaskMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Message ids and uids of tasks come from different sequences. */
class MessageIdTests extends LocalHostTest {

	@Test
	void messagesUseNoPlaceInTheTable() throws Exception {
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
