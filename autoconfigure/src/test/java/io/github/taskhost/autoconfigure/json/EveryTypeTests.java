package io.github.taskhost.autoconfigure.json;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.taskhost.BackgroundTaskCompletion;
import io.github.taskhost.BackgroundTaskUpdate;
import io.github.taskhost.autoconfigure.TestRecords;
import io.github.taskhost.event.TaskSearch;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.spi.KeptValue;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskResult;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that no type of the API becomes an empty object: a value has properties, and
 * writing anything else is an error.
 */
class EveryTypeTests {

	private static final String ROOT = "io.github.taskhost";

	private static final Set<String> API = Set.of(ROOT, ROOT + ".event", ROOT + ".message", ROOT + ".task",
			ROOT + ".error", ROOT + ".kind", ROOT + ".schedule", ROOT + ".spi", ROOT + ".config");

	private static final Map<Class<?>, Object> VALUES = Map.ofEntries(
			Map.entry(BackgroundTaskRecord.class, TestRecords.small()),
			Map.entry(BackgroundTaskRecord.Builder.class, TestRecords.small().toBuilder()),
			Map.entry(BackgroundTaskRegistration.class, TestRecords.small().registration()),
			Map.entry(BackgroundTaskRegistration.Builder.class, TestRecords.small().registration().toBuilder()),
			Map.entry(BackgroundTaskCompletion.class,
					new BackgroundTaskCompletion(BackgroundTaskState.COMPLETED, null)),
			Map.entry(BackgroundTaskUpdate.class, new BackgroundTaskUpdate(BackgroundTaskState.RUNNING, null)),
			Map.entry(TaskRetryPolicy.class, TaskRetryPolicy.NONE),
			Map.entry(TaskSearch.class, new TaskSearch("import", null, null, null, null, null)),
			Map.entry(TaskResult.class, TaskResult.omitted("too large")),
			Map.entry(KeptValue.class, new KeptValue.Checkpoint(new JsonPayload("1"))),
			Map.entry(TaskMessage.class,
					new TaskMessage("tmsg_019b76da-a800-7000-8000-00000877889a", MessageDirection.INBOUND,
							List.of(TaskMessagePart.text("hi")), TestRecords.after(7), null, null,
							MessageDelivery.QUEUED)),
			Map.entry(JsonPayload.class, new JsonPayload("{\"a\":1}")), Map.entry(String.class, "import"),
			Map.entry(UUID.class, new UUID(1, 2)), Map.entry(Duration.class, Duration.ofSeconds(1)),
			Map.entry(Instant.class, TestRecords.after(1)), Map.entry(List.class, List.of()),
			Map.entry(ZoneId.class, ZoneOffset.UTC), Map.entry(Set.class, Set.of()), Map.entry(Map.class, Map.of()),
			Map.entry(Optional.class, Optional.empty()), Map.entry(int.class, 1), Map.entry(long.class, 1L),
			Map.entry(double.class, 1.0), Map.entry(boolean.class, true), Map.entry(Object.class, "import"));

	private final JsonMapper mapper = JsonMapper.builder().findAndAddModules().build();

	static Stream<Class<?>> types() {
		return new ClassFileImporter().importPackages(ROOT)
			.stream()
			.filter((type) -> API.contains(type.getPackageName()) && type.getSource().isPresent()
					&& !type.getSource().get().getUri().toString().contains("test-classes"))
			.map(JavaClass::reflect)
			.filter((type) -> Modifier.isPublic(type.getModifiers()) && !Throwable.class.isAssignableFrom(type)
					&& !type.isAnnotation() && !type.isSealed() && !isUtility(type));
	}

	private static boolean isUtility(Class<?> type) {
		return !type.isInterface() && !type.isRecord() && !type.isEnum() && Arrays.stream(type.getDeclaredMethods())
			.allMatch((method) -> Modifier.isStatic(method.getModifiers()));
	}

	@Test
	void typesAreFound() {
		assertThat(types()).contains(BackgroundTaskRecord.class, BackgroundTaskState.class).hasSizeGreaterThan(70);
	}

	@ParameterizedTest
	@MethodSource("types")
	void neverBecomesAnEmptyObject(Class<?> type) throws Exception {
		for (Object value : type.isEnum() ? type.getEnumConstants() : new Object[] { value(type) }) {
			String json = write(value);
			if (json == null) {
				assertThat(type.isRecord()).as("a record has properties").isFalse();
			}
			else if (type.isEnum() && type.getEnclosingClass() == null) {
				assertThat(json).isEqualTo('"' + ((Enum<?>) value).name().toLowerCase(Locale.ROOT) + '"');
			}
			else {
				assertThat(json).isNotEqualTo("{}");
			}
		}
	}

	/** Returns {@code null} for an object that is refused with a reason. */
	private @Nullable String write(Object value) {
		try {
			return this.mapper.writeValueAsString(value);
		}
		catch (JacksonException ex) {
			assertThat(ex).hasMessageContaining("is no data: write ");
			return null;
		}
	}

	private static Object value(Class<?> type) throws Exception {
		Object known = VALUES.get(type);
		if (known != null) {
			return known;
		}
		if (type.isEnum()) {
			return type.getEnumConstants()[0];
		}
		if (type.isSealed()) {
			return value(type.getPermittedSubclasses()[0]);
		}
		return type.isInterface() ? proxy(type) : record(type);
	}

	private static Object record(Class<?> type) throws Exception {
		RecordComponent[] components = type.getRecordComponents();
		Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		Object[] values = new Object[components.length];
		for (int i = 0; i < components.length; i++) {
			values[i] = isNullable(components[i]) ? null : value(types[i]);
		}
		return type.getDeclaredConstructor(types).newInstance(values);
	}

	private static boolean isNullable(RecordComponent component) {
		AnnotatedElement type = component.getAnnotatedType();
		return type.isAnnotationPresent(Nullable.class);
	}

	private static Object proxy(Class<?> type) {
		return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(self, method, arguments) -> method.getReturnType().isRecord() ? value(method.getReturnType())
						: VALUES.get(method.getReturnType()));
	}

}
