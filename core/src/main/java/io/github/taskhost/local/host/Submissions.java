package io.github.taskhost.local.host;

import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.UnknownTaskKindException;
import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.local.commit.Commits;
import io.github.taskhost.local.group.GroupExecutor;
import io.github.taskhost.local.group.GroupMembers;
import io.github.taskhost.local.group.SameCall;
import io.github.taskhost.local.handle.LocalHandle;
import io.github.taskhost.local.handle.TaskControl;
import io.github.taskhost.local.handle.TypedHandle;
import io.github.taskhost.local.host.JointInsertions.New;
import io.github.taskhost.local.host.TaskStarts.Start;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.kind.KindDefinitions;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits work of the kinds that the application defines by executors and handlers.
 */
public final class Submissions implements GroupMembers {

	private static final Logger log = LoggerFactory.getLogger(Submissions.class);

	private static final int NAMED_KINDS = 20;

	private final KindDefinitions definitions;

	private final TaskStarts starts;

	private final JointInsertions joint;

	private final Inputs inputs;

	private final TaskControl control;

	private final Commits commits;

	private final HostThreads threads;

	public Submissions(KindDefinitions definitions, TaskStarts starts, JointInsertions joint, Inputs inputs,
			TaskControl control, Commits commits, HostThreads threads) {
		this.definitions = definitions;
		this.starts = starts;
		this.joint = joint;
		this.inputs = inputs;
		this.control = control;
		this.commits = commits;
		this.threads = threads;
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
			case GroupExecutor group -> throw new UnknownTaskKindException(
					"Tasks of kind '" + name + "' are groups. Start them with the method group of a session.");
			case BackgroundTaskExecutor executor -> check(sessionId, request, executor, call);
			case BackgroundTaskHandler<?> handler -> check(sessionId, request, handler, call);
			case null, default -> throw unknown(name, this.definitions.names());
		};
	}

	@Override
	public LocalTask group(String sessionId, BackgroundTaskRegistration registration, boolean local) {
		return this.starts.start(this.starts.submitted(sessionId, registration, SameCall.held(local))).task();
	}

	@Override
	public void members(LocalTask group, List<Member> members, boolean held) {
		String sessionId = group.record().sessionId();
		List<Member> children = members.stream().map((member) -> child(member, group.record().id())).toList();
		SameCall call = held ? SameCall.held(false)
				: this.starts.call(sessionId, children.stream().map(Member::request).toList());
		Map<Boolean, List<New>> works = children.stream()
			.<Start<?>>map((member) -> check(sessionId, member, call))
			.map(Start::work)
			.filter(Objects::nonNull)
			.collect(Collectors.partitioningBy((work) -> work.admission().kind().options().storesTasks()));
		works.values().forEach((some) -> this.joint.insert(sessionId, some));
	}

	private static Member child(Member member, String parent) {
		TaskRequest request = member.request();
		return new Member(
				new TaskRequest(request.registration().toBuilder().parentTaskId(parent).build(), request.input()),
				member.body());
	}

	private Start<?> check(String sessionId, Member member, SameCall call) {
		return (member.body() != null) ? this.starts.body(sessionId, withInput(member.request()), member.body(), call)
				: check(sessionId, member.request(), call);
	}

	@Override
	public void submitAfter(LocalTask group, TaskRequest request) {
		LocalHandle<@Nullable Object> unused = submit(group.record().sessionId(), request);
	}

	@Override
	public void filled(LocalTask group) {
		Change unused = this.commits.apply(group, new TaskCommand.Release());
	}

	@Override
	public void refused(LocalTask group, Throwable reason) {
		try {
			BackgroundTaskRecord unused = this.control.cancel(group, "A member was refused");
		}
		catch (RuntimeException ex) {
			reason.addSuppressed(ex);
		}
	}

	@Override
	public void callBack(BackgroundTaskHandle<?> group, Consumer<BackgroundTaskRecord> callback) {
		var unused = group.completion().thenAccept((record) -> this.threads.execute(() -> callBack(record, callback)));
	}

	private static void callBack(BackgroundTaskRecord record, Consumer<BackgroundTaskRecord> callback) {
		try {
			callback.accept(record);
		}
		catch (RuntimeException | LinkageError ex) {
			log.warn("The callback after group {} of session {} failed", record.id(), record.sessionId(),
					LogSafe.of(ex));
		}
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
	@Override
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
