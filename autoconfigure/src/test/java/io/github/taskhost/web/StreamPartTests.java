package io.github.taskhost.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.taskhost.autoconfigure.json.TaskhostJacksonModule;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamPart}.
 */
class StreamPartTests {

	/** Names of types in JSON, as docs/reference.md lists them. */
	private static final List<String> NAMES = List.of("registered", "state_changed", "progress", "updated", "completed",
			"failed", "cancel_requested", "cancelled", "transferred", "input_requested", "input_answered",
			"input_declined", "input_withdrawn", "message_received", "message_sent", "removed");

	static Stream<Class<?>> types() {
		return Arrays.stream(BackgroundTaskEvent.class.getPermittedSubclasses());
	}

	@ParameterizedTest
	@MethodSource("types")
	void everyEventHasItsTypeInJsonAsTheName(Class<? extends BackgroundTaskEvent> type) {
		assertThat(NAMES).contains(StreamPart.nameOf(type));
	}

	@Test
	void nameIsTheTypeOfTheData() throws Exception {
		JsonMapper json = JsonMapper.builder().addModule(new TaskhostJacksonModule()).build();
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			host.start();
			BackgroundTaskSubscription events = host.subscribe(BackgroundTaskFilter.all());
			host.registerExternal("chat-42", BackgroundTaskRegistration.ofKind("import").id("orders").build(), null);
			host.reporter("chat-42", "orders").fail(new TaskFailure(FailureKind.EXCEPTION, "Broken", "out of paper"));
			for (String name : List.of("registered", "failed")) {
				StreamPart part = StreamPart.of(events.next(Duration.ofSeconds(30)).orElseThrow());
				assertThat(part.name()).isEqualTo(name);
				assertThat(json.valueToTree(part.data()).path("type").asString()).isEqualTo(name);
			}
		}
	}

}
