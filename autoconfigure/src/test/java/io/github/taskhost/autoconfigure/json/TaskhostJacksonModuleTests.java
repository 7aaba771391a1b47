package io.github.taskhost.autoconfigure.json;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.autoconfigure.TestRecords;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskMessageReceipt;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.message.TaskOutputPage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TaskhostJacksonModule}.
 */
class TaskhostJacksonModuleTests {

	private final JsonMapper mapper = JsonMapper.builder().addModule(new TaskhostJacksonModule()).build();

	@Test
	void fullRecordSurvivesRoundTrip() {
		BackgroundTaskRecord record = TestRecords.full();
		assertThat(roundTrip(this.mapper, record, BackgroundTaskRecord.class)).isEqualTo(record);
	}

	@Test
	void smallRecordKeepsItsGeneratedIdInRoundTrip() {
		BackgroundTaskRecord record = TestRecords.small();
		BackgroundTaskRecord read = roundTrip(this.mapper, record, BackgroundTaskRecord.class);
		assertThat(read).isEqualTo(record);
		assertThat(read.hasGeneratedId()).isTrue();
	}

	@Test
	void decisionsOfTheHostAreNotReadAsRegistered() {
		BackgroundTaskRecord record = TestRecords.small().toBuilder().producer("application").build();
		BackgroundTaskRecord read = roundTrip(this.mapper, record, BackgroundTaskRecord.class);
		assertThat(read.producer()).isEqualTo("application");
		assertThat(read.registration().producer()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "1", "\"text\"", "[]", "{\"a\":[null,{\"b\":1.5}]}",
			"[12345678901234567890.12,1.10,1e5,-0.0,1E-7,1e400]", "123456789012345678901234567890" })
	void resultSurvivesRoundTrip(String json) {
		BackgroundTaskRecord record = TestRecords.small()
			.toBuilder()
			.result(TaskResult.of(new JsonPayload(json)))
			.build();
		assertThat(roundTrip(this.mapper, record, BackgroundTaskRecord.class)).isEqualTo(record);
	}

	@Test
	void omittedResultSurvivesRoundTrip() {
		BackgroundTaskRecord record = TestRecords.small().toBuilder().result(TaskResult.omitted("too large")).build();
		assertThat(roundTrip(this.mapper, record, BackgroundTaskRecord.class)).isEqualTo(record);
	}

	@Test
	void treesKeepTheDigitsOfNumbers() {
		BackgroundTaskRecord record = TestRecords.small()
			.toBuilder()
			.result(TaskResult.of(new JsonPayload("[12345678901234567890.12,1.10]")))
			.build();
		assertThat(this.mapper.<JsonNode>valueToTree(record).at("/result/value"))
			.hasToString("[12345678901234567890.12,1.10]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{broken", "1 2" })
	void payloadThatIsNoDocumentIsNeverWritten(String text) {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.mapper.writeValueAsString(List.of(new JsonPayload(text))));
	}

	@Test
	void registrationSurvivesRoundTrip() {
		for (BackgroundTaskRegistration registration : List.of(TestRecords.full().registration(),
				BackgroundTaskRegistration.ofKind("import").startAt(TestRecords.after(9)).build(),
				BackgroundTaskRegistration.ofKind("import").idempotencyKey("key", Duration.ofHours(1)).build(),
				BackgroundTaskRegistration.ofKind("import")
					.idempotencyKey("key")
					.debounce(Duration.ofSeconds(3), Duration.ofSeconds(5))
					.build(),
				BackgroundTaskRegistration.ofKind("import").build())) {
			assertThat(roundTrip(this.mapper, registration, BackgroundTaskRegistration.class)).isEqualTo(registration);
		}
		assertThat(this.mapper.writeValueAsString(BackgroundTaskRegistration.ofKind("import").id("a").build()))
			.isEqualTo("{\"kind\":\"import\",\"id\":\"a\",\"wakePolicy\":\"silent\"}");
		assertThat(this.mapper.readValue("{\"kind\":\"import\"}", BackgroundTaskRegistration.class))
			.isEqualTo(BackgroundTaskRegistration.ofKind("import").build());
	}

	@Test
	void requestForWorkSurvivesRoundTrip() {
		TaskRequest request = new TaskRequest(TestRecords.full().registration(), null);
		assertThat(this.mapper.readValue(this.mapper.writeValueAsString(request), TaskRequest.class))
			.isEqualTo(request);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"kind\":\"No Kind\"}", "{\"kind\":\"import\",\"id\":\"a b\"}" })
	void invalidRegistrationIsRefused(String json) {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.mapper.readValue(json, BackgroundTaskRegistration.class));
	}

	/** An empty object would hide the mistake. */
	@Test
	void objectsThatAreNoDataAreNeverWritten() {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			TaskSession session = host.session("s1");
			host.register("s1", BackgroundTaskRegistration.ofKind("import").id("a").build());
			BackgroundTaskListener listener = (event) -> {
			};
			for (Object actor : List.of(host, session, host.reporter("s1", "a"), session.subscribe(), listener)) {
				assertThatExceptionOfType(JacksonException.class)
					.isThrownBy(() -> this.mapper.writeValueAsString(List.of(actor)))
					.withMessageContaining("is no data: write ");
			}
		}
	}

	@Test
	void handleIsWrittenAsItsRecord() {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			host.register("s1", BackgroundTaskRegistration.ofKind("import").id("a").build());
			BackgroundTaskHandle<?> task = host.task("s1", "a");
			assertThat(this.mapper.writeValueAsString(task)).isEqualTo(this.mapper.writeValueAsString(task.record()));
		}
	}

	@Test
	void jsonOfStatistics() {
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder().build()) {
			BackgroundTaskRecord task = host.register("s1",
					BackgroundTaskRegistration.ofKind("import").id("a").build());
			host.registerExternal("s1", BackgroundTaskRegistration.ofKind("job").id("b").build(), null);
			host.markTerminal("s1", "b", BackgroundTaskState.FAILED);
			assertThat(this.mapper.writeValueAsString(host.statistics()))
				.isEqualTo("{\"live\":1,\"states\":{\"pending\":1,\"running\":0,\"waiting\":0,\"cancel_requested\":0},"
						+ "\"kinds\":{\"import\":1},\"retained\":1,\"hidden\":0,\"sessions\":1,\"unresponsive\":0,"
						+ "\"unstopped\":0,\"schedules\":{\"active\":0,\"paused\":0,\"overdue\":\"PT0S\"},"
						+ "\"oldest\":{\"pending\":\"" + task.stateSince() + "\"},"
						+ "\"totals\":{\"job\":{\"started\":1,\"completed\":0,\"failed\":1,\"cancelled\":0}}}");
		}
	}

	@Test
	void jsonOfRecord() {
		JsonNode json = this.mapper.valueToTree(TestRecords.full());
		assertThat(json.propertyNames()).startsWith("id", "sessionId", "kind", "state");
		assertThat(json.path("id").asString()).isEqualTo("import:orders");
		assertThat(json.path("sessionId").asString()).isEqualTo("chat-42");
		assertThat(json.path("state").asString()).isEqualTo("cancel_requested");
		assertThat(json.path("failure").path("kind").asString()).isEqualTo("heartbeat_lost");
		assertThat(json.path("createdAt").asString()).isEqualTo("2026-11-20T10:00:00.123456789Z");
		assertThat(json.path("timeout").asString()).isEqualTo("PT30M");
		assertThat(json.path("duration").asString()).isEqualTo("PT2S");
		assertThat(json.path("idempotencyPolicy").asString()).isEqualTo("until_success");
		assertThat(json.path("input").path("rows").size()).isEqualTo(2);
		assertThat(json.path("result").path("value").path("rows").asInt()).isEqualTo(12431);
		assertThat(json.has("resultPath")).as("an address at which nothing is").isFalse();
	}

	@Test
	void durationOfALiveTaskGoesOn() {
		BackgroundTaskRecord live = TestRecords.small().toBuilder().startedAt(Instant.now().minusSeconds(5)).build();
		JsonNode json = this.mapper.valueToTree(live);
		assertThat(Duration.parse(json.path("duration").asString())).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
		assertThat(this.mapper.<JsonNode>valueToTree(TestRecords.small()).has("duration")).isFalse();
	}

	@Test
	void absentValuesAreLeftOut() {
		JsonNode json = this.mapper.valueToTree(TestRecords.small());
		assertThat(json.valueStream()).noneMatch(JsonNode::isNull);
		assertThat(json.propertyNames()).doesNotContain("result", "failure", "links", "artifacts", "registration");
	}

	static Stream<Object> values() {
		TaskOutputLine line = new TaskOutputLine(7, "out", "done", TestRecords.after(3));
		return Stream.concat(events(),
				Stream.of(TestRecords.full(), MESSAGE, ANSWER, TaskMessagePart.text("a\nb"),
						TaskMessagePart.data(new JsonPayload("null")), new TaskMessageReceipt(MESSAGE, "no"),
						new TaskMessagePage(List.of(MESSAGE), "next", true), line,
						new TaskOutputPage(List.of(line), 8, 2, false), MessageDelivery.NOT_DELIVERED,
						MessageDirection.OUTBOUND, WAKE, new SessionWakes(List.of(WAKE), 3), WakeReason.QUESTION));
	}

	@ParameterizedTest
	@MethodSource("values")
	void settingsOfTheMapperDoNotApply(Object value) {
		JsonMapper other = JsonMapper.builder()
			.addModule(new TaskhostJacksonModule())
			.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
			.enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
			.build();
		assertThat(other.writeValueAsString(value)).isEqualTo(this.mapper.writeValueAsString(value));
		assertThat(roundTrip(other, value, value.getClass())).isEqualTo(value);
		assertThat(roundTrip(this.mapper, value, value.getClass())).isEqualTo(value);
	}

	@Test
	void jsonOfMessage() {
		assertThat(this.mapper.writeValueAsString(MESSAGE)).isEqualTo("{\"id\":\"" + MESSAGE.id()
				+ "\",\"direction\":\"inbound\",\"parts\":[{\"text\":\"hi\"},{\"data\":[1,{\"b\":null}]}],"
				+ "\"time\":\"2026-11-20T10:00:07.123456789Z\",\"sender\":\"ann\",\"delivery\":\"queued\"}");
	}

	@Test
	void jsonOfWake() {
		assertThat(this.mapper.writeValueAsString(new SessionWakes(List.of(WAKE), 3)))
			.isEqualTo("{\"wakes\":[{\"sequence\":7,\"sessionId\":\"chat-42\",\"taskId\":\"t1\",\"uid\":\"" + WAKE.uid()
					+ "\",\"reason\":\"ended\",\"time\":\"2026-11-20T10:00:07.123456789Z\"}],\"dropped\":3}");
	}

	@Test
	void jsonOfAnswer() {
		assertThat(this.mapper.writeValueAsString(ANSWER)).isEqualTo(
				"{\"key\":\"k\",\"value\":{\"a\":1},\"time\":\"2026-11-20T10:00:08.123456789Z\",\"by\":\"ann\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"text\":\"a\",\"data\":1}", "{\"more\":1}" })
	void partHasEitherTextOrData(String json) {
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.mapper.readValue(json, TaskMessagePart.class))
			.withMessageContaining("either 'text' or 'data'");
	}

	@Test
	void eventWithoutItsMessageIsRefused() {
		ObjectNode json = this.mapper
			.valueToTree(new BackgroundTaskEvent.MessageSent(TestRecords.small(), 1, TestRecords.after(1), MESSAGE));
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.mapper.treeToValue(json.without("message"), BackgroundTaskEvent.class))
			.withMessageContaining("message");
	}

	private static final InputRequest QUESTION = InputRequest.of("k", "Go on?");

	private static final Answer ANSWER = new Answer("k", new JsonPayload("{\"a\":1}"), TestRecords.after(8), "ann");

	private static final SessionWake WAKE = new SessionWake(7, "chat-42", "t1",
			UUID.fromString("019b76da-a800-7000-8000-00000877889a"), WakeReason.ENDED, TestRecords.after(7));

	private static final TaskMessage MESSAGE = new TaskMessage("tmsg_019b76da-a800-7000-8000-00000877889a",
			MessageDirection.INBOUND,
			List.of(TaskMessagePart.text("hi"), TaskMessagePart.data(new JsonPayload("[1,{\"b\":null}]"))),
			TestRecords.after(7), "ann", null, MessageDelivery.QUEUED);

	static Stream<BackgroundTaskEvent> events() {
		BackgroundTaskRecord record = TestRecords.full();
		Instant time = TestRecords.after(8);
		return Stream.of(new BackgroundTaskEvent.Registered(record, 1, time),
				new BackgroundTaskEvent.StateChanged(record, 2, time, BackgroundTaskState.CANCEL_REQUESTED),
				new BackgroundTaskEvent.Progress(record, 3, time), new BackgroundTaskEvent.Updated(record, 4, time),
				new BackgroundTaskEvent.Completed(record, 5, time), new BackgroundTaskEvent.Failed(record, 6, time),
				new BackgroundTaskEvent.CancelRequested(record, 7, time),
				new BackgroundTaskEvent.Cancelled(record, 8, time),
				new BackgroundTaskEvent.Transferred(record, 9, time, "chat-41"),
				new BackgroundTaskEvent.InputRequested(record, 10, time),
				new BackgroundTaskEvent.InputAnswered(record, 11, time, QUESTION, ANSWER),
				new BackgroundTaskEvent.InputDeclined(record, 16, time, QUESTION, "too risky", "ann"),
				new BackgroundTaskEvent.InputWithdrawn(record, 12, time, QUESTION),
				new BackgroundTaskEvent.MessageReceived(record, 14, time, MESSAGE),
				new BackgroundTaskEvent.MessageSent(record, 15, time, MESSAGE),
				new BackgroundTaskEvent.Removed(record, 13, time));
	}

	@ParameterizedTest
	@MethodSource("events")
	void eventSurvivesRoundTrip(BackgroundTaskEvent event) {
		assertThat(roundTrip(this.mapper, event, BackgroundTaskEvent.class)).isEqualTo(event);
		assertThat(roundTrip(this.mapper, event, event.getClass())).isEqualTo(event);
	}

	@Test
	void everyEventHasAType() {
		assertThat(events().map(Object::getClass))
			.containsExactlyInAnyOrderElementsOf(List.of(BackgroundTaskEvent.class.getPermittedSubclasses()));
		assertThat(Arrays.stream(EventType.values()).map(EventType::eventClass))
			.containsExactlyInAnyOrderElementsOf(eventClasses());
	}

	@SuppressWarnings("unchecked")
	private static List<Class<? extends BackgroundTaskEvent>> eventClasses() {
		return Arrays.stream(BackgroundTaskEvent.class.getPermittedSubclasses())
			.<Class<? extends BackgroundTaskEvent>>map((type) -> (Class<? extends BackgroundTaskEvent>) type)
			.toList();
	}

	@Test
	void jsonOfEvent() {
		JsonNode json = this.mapper.valueToTree(new BackgroundTaskEvent.StateChanged(TestRecords.small(), 2,
				TestRecords.after(1), BackgroundTaskState.WAITING));
		assertThat(json.propertyNames()).containsExactly("type", "sequence", "time", "from", "record");
		assertThat(json.path("type").asString()).isEqualTo("state_changed");
		assertThat(json.path("from").asString()).isEqualTo("waiting");
		assertThat(json.path("record").path("state").asString()).isEqualTo("pending");
	}

	@Test
	void eventOfAnotherTypeIsRefused() {
		String json = this.mapper
			.writeValueAsString(new BackgroundTaskEvent.Registered(TestRecords.small(), 1, TestRecords.after(1)));
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.mapper.readValue(json, BackgroundTaskEvent.Completed.class));
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(
					() -> this.mapper.readValue(json.replace("registered", "unheard_of"), BackgroundTaskEvent.class))
			.withMessageContaining("unheard_of");
	}

	@Test
	void refusalNamesTheMissingProperty() {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(
				() -> this.mapper.treeToValue(this.mapper.<ObjectNode>valueToTree(TestRecords.full()).without("mode"),
						BackgroundTaskRecord.class))
			.withMessageContaining("mode is missing");
		assertThatExceptionOfType(JacksonException.class)
			.isThrownBy(() -> this.mapper.readValue("{\"type\":\"removed\",\"sequence\":1}", BackgroundTaskEvent.class))
			.withMessageContaining("time is missing");
	}

	@Test
	void unknownPropertiesAreIgnored() {
		String json = this.mapper.writeValueAsString(TestRecords.full()).replaceFirst("\\{", "{\"later\":1,");
		assertThat(this.mapper.readValue(json, BackgroundTaskRecord.class)).isEqualTo(TestRecords.full());
	}

	private static <T> T roundTrip(JsonMapper mapper, Object value, Class<T> type) {
		return mapper.readValue(mapper.writeValueAsString(value), type);
	}

}
