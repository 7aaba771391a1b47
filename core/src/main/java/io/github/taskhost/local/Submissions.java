package io.github.taskhost.local;

import java.lang.reflect.Type;
import java.util.List;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.UnknownTaskKindException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Work of the kinds that the application defines: begun by their executors and handlers,
 * and taken up again.
 */
final class Submissions {

	private static final int NAMED_KINDS = 20;

	private final Host host;

	Submissions(Host host) {
		this.host = host;
	}

	BackgroundTaskHandle<@Nullable Object> submit(String sessionId, TaskRequest request) {
		String name = request.registration().kind();
		KindDefinitions definitions = this.host.kinds().definitions();
		return switch (definitions.find(name)) {
			case BackgroundTaskExecutor executor -> submit(sessionId, request, executor);
			case BackgroundTaskHandler<?> handler -> submit(sessionId, request, handler);
			case null, default -> throw unknown(name, definitions.names());
		};
	}

	private static UnknownTaskKindException unknown(String kind, List<String> known) {
		String names = known.isEmpty() ? "there are none" : "there are " + known.stream().limit(NAMED_KINDS).toList()
				+ ((known.size() > NAMED_KINDS) ? " …" : "");
		return new UnknownTaskKindException(
				"No work of kind '" + kind + "' can be submitted: it has neither an executor nor a handler; " + names
						+ ". Define one, or spawn a body.");
	}

	private BackgroundTaskHandle<@Nullable Object> submit(String sessionId, TaskRequest request,
			BackgroundTaskExecutor executor) {
		BackgroundTaskRegistration registration = withInput(request);
		read(registration, executor.inputType());
		return new LocalHandle<>(this.host,
				this.host.spawns().reportedTask(sessionId, registration, TaskMode.SUBMITTED, null));
	}

	private BackgroundTaskHandle<@Nullable Object> submit(String sessionId, TaskRequest request,
			BackgroundTaskHandler<?> handler) {
		BackgroundTaskRegistration registration = withInput(request);
		return this.host.spawns().managed(sessionId, registration, body(registration, handler));
	}

	/** The handler says what its input is read as, and whether there need be one. */
	@SuppressWarnings({ "unchecked", "NullAway" })
	private <I extends @Nullable Object> BackgroundTask<@Nullable Object> body(BackgroundTaskRegistration registration,
			BackgroundTaskHandler<I> handler) {
		I input = (I) read(registration, handler.inputType());
		return (context) -> handler.run(input, context);
	}

	private BackgroundTaskRegistration withInput(TaskRequest request) {
		Object input = (request.input() != null) ? request.input() : request.registration().input();
		if (input == null) {
			return request.registration();
		}
		return request.registration().toBuilder().input(encode(request.registration().kind(), input)).build();
	}

	private JsonPayload encode(String kind, Object input) {
		try {
			return this.host.codec().encode(input);
		}
		catch (InvalidTaskArgumentException ex) {
			throw refused(kind, ex);
		}
	}

	private @Nullable Object read(BackgroundTaskRegistration registration, Type type) {
		try {
			return this.host.codec().decode(registration.input(), type);
		}
		catch (InvalidTaskArgumentException ex) {
			throw refused(registration.kind(), ex);
		}
	}

	private static InvalidTaskArgumentException refused(String kind, InvalidTaskArgumentException cause) {
		return new InvalidTaskArgumentException("The input of kind '" + kind + "' is not valid: " + cause.getMessage());
	}

	BackgroundTaskRecord reattach(LocalTask task) {
		String kind = task.kind().name();
		Assignment assignment = task.assignment();
		if (assignment == null || !assignment.executor().canReattach()) {
			throw new UnsupportedTaskOperationException(kind, "reattach");
		}
		BackgroundTaskRecord record = this.host.commits()
			.commit(task, new TaskCommand.Requeue(null, this.host.options().limits().attempts()))
			.after();
		return record;
	}

}
