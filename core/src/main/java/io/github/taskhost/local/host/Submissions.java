package io.github.taskhost.local.host;

import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.UnknownTaskKindException;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.group.SameCall;
import io.github.taskhost.local.handle.LocalHandle;
import io.github.taskhost.local.handle.TaskControl;
import io.github.taskhost.local.handle.TypedHandle;
import io.github.taskhost.local.host.JointInsertions.New;
import io.github.taskhost.local.host.TaskStarts.Start;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.kind.KindDefinitions;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * Submits work of the kinds that the application defines by executors and handlers.
 */
public final class Submissions {

	private static final int NAMED_KINDS = 20;

	private final KindDefinitions definitions;

	private final TaskStarts starts;

	private final JointInsertions joint;

	private final Inputs inputs;

	private final TaskControl control;

	public Submissions(KindDefinitions definitions, TaskStarts starts, JointInsertions joint, Inputs inputs,
			TaskControl control) {
		this.definitions = definitions;
		this.starts = starts;
		this.joint = joint;
		this.inputs = inputs;
		this.control = control;
	}

	/** Submits work whose result has a type. */
	public <R> BackgroundTaskHandle<R> submit(String sessionId, TaskRequest request, Class<R> type) {
		Objects.requireNonNull(type, "type");
		return new TypedHandle<>(submit(sessionId, request), type);
	}

	public LocalHandle<@Nullable Object> submit(String sessionId, TaskRequest request) {
		return this.starts.start(check(sessionId, request, SameCall.NONE));
	}

	/** Submits work, all or none. */
	List<BackgroundTaskHandle<@Nullable Object>> submitAll(String sessionId, List<TaskRequest> requests) {
		if (requests.size() > TaskSession.MAX_REQUESTS) {
			throw new InvalidTaskArgumentException(requests.size() + " requests cannot be submitted in one call, "
					+ "which takes at most " + TaskSession.MAX_REQUESTS + ". Submit them in several calls.");
		}
		SameCall call = this.starts.call(sessionId, requests);
		List<Start<@Nullable Object>> all = requests.stream()
			.map((request) -> check(sessionId, request, call))
			.toList();
		List<New> works = all.stream().map(Start::work).filter(Objects::nonNull).toList();
		Iterator<LocalTask> inserted = this.joint.insert(sessionId, works).iterator();
		return all.stream()
			.<BackgroundTaskHandle<@Nullable Object>>map((start) -> start.handleOf(inserted::next))
			.toList();
	}

	private Start<@Nullable Object> check(String sessionId, TaskRequest request, SameCall call) {
		String name = request.registration().kind();
		return switch (this.definitions.find(name)) {
			case BackgroundTaskExecutor executor -> check(sessionId, request, executor, call);
			case BackgroundTaskHandler<?> handler -> check(sessionId, request, handler, call);
			case null, default -> throw unknown(name, this.definitions.names());
		};
	}

	private static UnknownTaskKindException unknown(String kind, List<String> known) {
		String names = known.isEmpty() ? "none"
				: known.stream().limit(NAMED_KINDS).toList() + ((known.size() > NAMED_KINDS) ? " …" : "");
		return new UnknownTaskKindException("No work of kind '" + kind
				+ "' can be submitted: it has neither an executor nor a handler. Defined kinds: " + names
				+ ". Define it with @BackgroundTaskKind, a handler or an executor, or spawn a body.");
	}

	private Start<@Nullable Object> check(String sessionId, TaskRequest request, BackgroundTaskExecutor executor,
			SameCall call) {
		BackgroundTaskRegistration registration = withInput(request);
		this.inputs.read(registration, executor.inputType());
		return this.starts.submitted(sessionId, registration, call);
	}

	private Start<@Nullable Object> check(String sessionId, TaskRequest request, BackgroundTaskHandler<?> handler,
			SameCall call) {
		BackgroundTaskRegistration registration = withInput(request);
		return this.starts.handled(sessionId, registration, body(registration, handler), call);
	}

	/**
	 * The body of a handler. The handler decides how the input is read and whether it may
	 * be missing.
	 */
	@SuppressWarnings({ "unchecked", "NullAway" })
	private <I extends @Nullable Object> BackgroundTask<@Nullable Object> body(BackgroundTaskRegistration registration,
			BackgroundTaskHandler<I> handler) {
		I input = (I) this.inputs.read(registration, handler);
		return (context) -> handler.run(input, context);
	}

	/** Reads the input of an accepted task as a type; throws if that is not possible. */
	public void check(Kind kind, BackgroundTaskRecord record, Type type) {
		this.inputs.read(kind, record, type);
	}

	/** Reads the input of an accepted task for its handler; throws likewise. */
	public void check(Kind kind, BackgroundTaskRecord record, BackgroundTaskHandler<?> handler) {
		this.inputs.read(kind, record, handler);
	}

	/** The body of an accepted task. */
	@SuppressWarnings({ "unchecked", "NullAway" })
	public <I extends @Nullable Object> BackgroundTask<@Nullable Object> body(LocalTask task,
			BackgroundTaskHandler<I> handler) {
		I input = (I) this.inputs.read(task.kind(), task.record(), handler);
		return (context) -> handler.run(input, context);
	}

	/**
	 * A handle of submitted work, whose result has the type that its handler gives it.
	 */
	public LocalHandle<@Nullable Object> handle(LocalTask task) {
		return new LocalHandle<>(this.control, task);
	}

	private BackgroundTaskRegistration withInput(TaskRequest request) {
		Object input = (request.input() != null) ? request.input() : request.registration().input();
		if (input == null) {
			return request.registration();
		}
		return this.inputs.with(request.registration(), input);
	}

}
