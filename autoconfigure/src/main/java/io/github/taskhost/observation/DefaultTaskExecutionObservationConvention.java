package io.github.taskhost.observation;

import java.util.List;
import java.util.Locale;

import io.github.taskhost.observation.TaskExecutionObservationDocumentation.HighCardinalityKeyNames;
import io.github.taskhost.observation.TaskExecutionObservationDocumentation.LowCardinalityKeyNames;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.TaskAttempt;
import io.github.taskhost.task.TaskFailure;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

/**
 * Default convention: names and keys of an execution as listed in
 * {@link TaskExecutionObservationDocumentation#TASK_EXECUTION}. Immutable. A subclass may
 * add keys.
 */
public class DefaultTaskExecutionObservationConvention implements TaskExecutionObservationConvention {

	private static final String NAME = "taskhost.task.execution";

	private static final String RETRIED = "retried";

	private static final String UNKNOWN = "unknown";

	/** Creates the convention. */
	public DefaultTaskExecutionObservationConvention() {
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(TaskExecutionObservationContext context) {
		return "task " + context.getTask().kind();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(TaskExecutionObservationContext context) {
		return KeyValues.of(LowCardinalityKeyNames.KIND.withValue(context.getTask().kind()),
				LowCardinalityKeyNames.OUTCOME.withValue(outcome(context)),
				LowCardinalityKeyNames.FAILURE.withValue(failure(context)));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(TaskExecutionObservationContext context) {
		BackgroundTaskRecord task = context.getTask();
		return KeyValues.of(HighCardinalityKeyNames.TASK.withValue(task.id()),
				HighCardinalityKeyNames.SESSION.withValue(task.sessionId()),
				HighCardinalityKeyNames.KIND.withValue(task.kind()),
				HighCardinalityKeyNames.ATTEMPT.withValue(Integer.toString(task.attempt())),
				HighCardinalityKeyNames.UID.withValue(task.uid().toString()));
	}

	private static String outcome(TaskExecutionObservationContext context) {
		BackgroundTaskRecord end = context.getEnd();
		if (context.isRetried()) {
			return RETRIED;
		}
		return (end != null && end.state().isTerminal()) ? end.state().name().toLowerCase(Locale.ROOT) : UNKNOWN;
	}

	private static String failure(TaskExecutionObservationContext context) {
		BackgroundTaskRecord end = context.getEnd();
		TaskFailure failure = (end != null) ? failure(context, end) : null;
		return (failure != null) ? failure.kind().name().toLowerCase(Locale.ROOT) : KeyValue.NONE_VALUE;
	}

	private static @Nullable TaskFailure failure(TaskExecutionObservationContext context, BackgroundTaskRecord end) {
		if (!context.isRetried()) {
			return (end.state() == BackgroundTaskState.FAILED) ? end.failure() : null;
		}
		List<TaskAttempt> attempts = end.earlierAttempts();
		return attempts.isEmpty() ? null : attempts.getLast().failure();
	}

}
