package io.github.taskhost.local;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import io.github.taskhost.message.TaskMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Messages have ids of their own, in their order. */
class MessageIdTests extends LocalHostTest {

	@Test
	void messagesTakeNoPlaceOfATaskInTheStore() throws Exception {
		StoreWithPoints store = new StoreWithPoints();
		start((builder) -> builder.store(store));
		var task = session().spawn("other", (context) -> {
			context.post("heard " + context.receive(PATIENCE));
			return null;
		});
		task.send("hello");
		task.await(PATIENCE);
		assertThat(task.messages(null, 10).messages()).extracting(TaskMessage::text).hasSize(2);
		assertThat(store.uids).hasValue(1);
	}

	@Test
	void idsIncreaseAlsoWhenTheClockGoesBack() {
		MessageIds ids = new MessageIds();
		Instant now = Instant.parse("2026-01-01T00:00:00Z");
		List<String> made = Stream.of(now, now, now.minusSeconds(1), now.plusMillis(1)).map(ids::next).toList();
		assertThat(made).isSorted().doesNotHaveDuplicates();
		assertThat(made)
			.allMatch((id) -> UUID.fromString(id.substring(MessageChecks.ID_PREFIX.length())).version() == 7);
	}

}
