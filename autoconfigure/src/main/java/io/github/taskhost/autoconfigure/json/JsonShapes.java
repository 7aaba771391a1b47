package io.github.taskhost.autoconfigure.json;

import java.util.Map;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.ScheduledRun;
import io.github.taskhost.task.TaskAttempt;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Shapes of the types of the API in JSON, for descriptions of an application's HTTP
 * interface. Internal.
 */
public final class JsonShapes {

	private static final Map<Class<?>, Class<?>> VIEWS = Map.of(BackgroundTaskRecord.class, RecordView.class,
			BackgroundTaskHandle.class, RecordView.class, BackgroundTaskRegistration.class, RegistrationView.class,
			BackgroundTaskEvent.class, EventView.class, TaskMessagePart.class, MessagePartView.class,
			BackgroundTaskStatistics.class, StatisticsView.class);

	private static final Map<Class<?>, Class<?>> NAMES = Map.of(RecordView.class, BackgroundTaskRecord.class,
			RegistrationView.class, BackgroundTaskRegistration.class, EventView.class, BackgroundTaskEvent.class,
			MessagePartView.class, TaskMessagePart.class, StatisticsView.class, BackgroundTaskStatistics.class,
			RetryView.class, TaskRetryPolicy.class, AttemptView.class, TaskAttempt.class);

	private JsonShapes() {
	}

	/**
	 * Returns the record whose components are the properties of a type in JSON.
	 * @param type a type of the API, an implementation of one, or a shape
	 * @return the record, or {@code null} for other types
	 */
	public static @Nullable Class<?> of(Class<?> type) {
		if (NAMES.containsKey(type) || type == InputRequest.class || type == ScheduledRun.class
				|| TaskhostJacksonModule.VALUES.contains(type) || TaskhostJacksonModule.TIMED.contains(type)) {
			return type;
		}
		return VIEWS.entrySet()
			.stream()
			.filter((view) -> view.getKey().isAssignableFrom(type))
			.<Class<?>>map(Map.Entry::getValue)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns the name of a shape in a description, in which classes of the application
	 * are named too.
	 * @param shape a shape
	 * @return the name of its type in the API, which starts with {@code BackgroundTask}
	 * or {@code Taskhost}, such as {@code TaskhostProgress}
	 */
	public static String name(Class<?> shape) {
		String name = NAMES.getOrDefault(shape, shape).getSimpleName();
		return name.startsWith("BackgroundTask") ? name : "Taskhost" + name;
	}

	/**
	 * Returns whether a type is an enum of the API, with constants in snake_case.
	 * @param type a type
	 * @return {@code true} for an enum of the API
	 */
	public static boolean isEnum(Class<?> type) {
		return TaskhostJacksonModule.ENUMS.contains(type);
	}

}
