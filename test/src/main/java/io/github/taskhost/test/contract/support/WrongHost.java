package io.github.taskhost.test.contract.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskGroup;
import io.github.taskhost.TaskReporter;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A host in front of two that share a store, so that the contract of all hosts can be
 * checked through the wrong one: new tasks, and what is local by nature, go to the first,
 * which runs the bodies; all other operations go through the second.
 */
public final class WrongHost {

	/**
	 * The operations that are local to a host: starts, and looks at its own threads,
	 * counters and subscriptions.
	 */
	private static final Set<String> LOCAL = Set.of("spawn", "run", "submit", "submitAll", "group", "spawnManaged",
			"register", "registerExternal", "subscribe", "spawnHidden", "awaitHidden", "statistics", "kinds",
			"awaitIdle", "phase", "unresponsive", "id", "uid");

	/** The operations of handles that only the handle of the start has. */
	private static final Set<String> OF_THE_START = Set.of("result", "failure", "id", "uid");

	/** The longest wait for an end that the store has. */
	private static final Duration SETTLED = Duration.ofSeconds(10);

	private final BackgroundTaskHost owner;

	private final BackgroundTaskHost other;

	private final Runnable before;

	private final Runnable after;

	/** The handles of the starts, by the uids of their tasks. */
	private final Map<UUID, BackgroundTaskHandle<?>> started = new ConcurrentHashMap<>();

	private WrongHost(BackgroundTaskHost owner, BackgroundTaskHost other, Runnable before, Runnable after) {
		this.owner = owner;
		this.other = other;
		this.before = before;
		this.after = after;
	}

	/**
	 * Creates a host in front of two.
	 * @param owner the host that starts and runs the tasks
	 * @param other the host through which all other operations go
	 * @param before runs before each operation of the other: stores the reports of the
	 * owner
	 * @param after runs after each operation of the other: lets the owner take notice
	 * @return the host
	 */
	public static BackgroundTaskHost of(BackgroundTaskHost owner, BackgroundTaskHost other, Runnable before,
			Runnable after) {
		WrongHost hosts = new WrongHost(owner, other, before, after);
		return hosts.proxy(BackgroundTaskHost.class, owner, other);
	}

	private <T> T proxy(Class<T> type, T ofOwner, T ofOther) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> call(method, ofOwner, ofOther, arguments)));
	}

	private @Nullable Object call(Method method, Object ofOwner, Object ofOther, Object @Nullable [] arguments)
			throws Throwable {
		if (method.getName().equals("session")) {
			return proxy(TaskSession.class, (TaskSession) invoke(method, ofOwner, arguments),
					(TaskSession) invoke(method, ofOther, arguments));
		}
		if (method.getDeclaringClass() == Object.class || LOCAL.contains(method.getName())) {
			return wrapped(invoke(method, ofOwner, arguments));
		}
		Object result = around(method, ofOther, arguments);
		return (result instanceof TaskReporter reporter) ? proxy(TaskReporter.class, reporter, reporter)
				: (result instanceof BackgroundTaskHandle<?> handle) ? proxy(BackgroundTaskHandle.class, handle, handle)
						: result;
	}

	private @Nullable Object around(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
		this.before.run();
		Object result;
		try {
			result = invoke(method, target, arguments);
		}
		finally {
			this.after.run();
		}
		switch (result) {
			case BackgroundTaskRecord record -> settle(record);
			case Optional<?> found when found.orElse(null) instanceof BackgroundTaskRecord record -> settle(record);
			case null, default -> {
				// no task, or several
			}
		}
		return result;
	}

	/**
	 * Waits until the owner has counted an end that the other host has seen in the store,
	 * since a test looks at the counters and the results of the owner next. A test fails
	 * by itself if that does not come.
	 */
	private void settle(BackgroundTaskRecord record) {
		BackgroundTaskHandle<?> handle = record.state().isTerminal() ? this.started.get(record.uid()) : null;
		if (handle == null) {
			return;
		}
		try {
			handle.await(SETTLED);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			// removed meanwhile, or the host has stopped
		}
	}

	private static Object invoke(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private @Nullable Object wrapped(@Nullable Object result) {
		return switch (result) {
			case BackgroundTaskHandle<?> handle -> wrapped(handle);
			case TaskGroup group -> wrapped(group);
			case List<?> list when !list.isEmpty() && list.getFirst() instanceof BackgroundTaskHandle<?> ->
				list.stream().map(this::wrapped).toList();
			case null, default -> result;
		};
	}

	/** A builder of a group, which returns itself or the handle of the group. */
	private TaskGroup wrapped(TaskGroup group) {
		return (TaskGroup) Proxy.newProxyInstance(group.getClass().getClassLoader(), new Class<?>[] { TaskGroup.class },
				(proxy, method, arguments) -> {
					Object result = invoke(method, group, arguments);
					return (result == group) ? proxy : wrapped(result);
				});
	}

	private BackgroundTaskHandle<?> wrapped(BackgroundTaskHandle<?> handle) {
		this.started.put(handle.uid(), handle);
		AtomicReference<@Nullable BackgroundTaskHandle<?>> elsewhere = new AtomicReference<>();
		return (BackgroundTaskHandle<?>) Proxy.newProxyInstance(handle.getClass().getClassLoader(),
				new Class<?>[] { BackgroundTaskHandle.class }, (proxy, method, arguments) -> {
					boolean local = method.getDeclaringClass() == Object.class
							|| OF_THE_START.contains(method.getName());
					BackgroundTaskHandle<?> target = local ? null : elsewhere(handle, elsewhere);
					return (target == null) ? invoke(method, handle, arguments) : around(method, target, arguments);
				});
	}

	/** The handle of a task of the other host; {@code null} if it does not know it. */
	private @Nullable BackgroundTaskHandle<?> elsewhere(BackgroundTaskHandle<?> handle,
			AtomicReference<@Nullable BackgroundTaskHandle<?>> known) {
		BackgroundTaskHandle<?> present = known.get();
		if (present != null) {
			return present;
		}
		try {
			BackgroundTaskHandle<?> found = this.other.task(handle.uid());
			known.set(found);
			return found;
		}
		catch (TaskNotFoundException ex) {
			return null;
		}
	}

	@Override
	public String toString() {
		return "tasks of " + this.owner + " through " + this.other;
	}

}
