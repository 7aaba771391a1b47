package io.github.taskhost.local.body;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.JoinPolicy;
import io.github.taskhost.local.handle.Boxed;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * The context of a body: binds the calls of {@link ContextPlane} to one attempt.
 */
final class LocalContext extends LocalReporter implements BackgroundTaskContext {

	private final ContextPlane plane;

	private final Attempt attempt;

	LocalContext(ReportPlane reports, ContextPlane plane, Attempt attempt) {
		super(reports, attempt.task(), attempt.number());
		this.plane = plane;
		this.attempt = attempt;
	}

	@Override
	public boolean isCancelled() {
		return ContextPlane.isCancelled(this.attempt);
	}

	@Override
	public void throwIfCancelled() {
		ContextPlane.throwIfCancelled(this.attempt);
	}

	@Override
	public CancelRegistration onCancel(Runnable action) {
		return this.plane.onCancel(this.attempt, action);
	}

	@Override
	public void sleep(Duration duration) throws InterruptedException {
		this.plane.sleep(this.attempt, duration);
	}

	@Override
	public Answer requestInput(InputRequest question) throws InterruptedException {
		return this.plane.requestInput(this.attempt, question, JsonPayload.class);
	}

	@Override
	public <T> T requestInput(InputRequest question, Class<T> type) throws InterruptedException {
		Answer answer = this.plane.requestInput(this.attempt, question, type);
		return Boxed.of(type).cast(this.plane.value(answer, type));
	}

	@Override
	public Optional<TaskMessage> receive(Duration timeout) throws InterruptedException {
		return this.plane.receive(this.attempt, timeout);
	}

	@Override
	public void checkpoint(Object value) {
		this.plane.steps().checkpoint(this.attempt, value);
	}

	@Override
	public <T> Optional<T> checkpoint(Class<T> type) {
		return this.plane.steps().checkpoint(this.attempt, (Type) type).map(Boxed.of(type)::cast);
	}

	@Override
	@SuppressWarnings("NullAway") // null only if the work returned it
	public <T extends @Nullable Object> T step(String name, Class<T> type, Callable<? extends T> work)
			throws Exception {
		return Boxed.of(type).cast(this.plane.steps().run(this.attempt, name, type, work));
	}

	@Override
	public <R extends @Nullable Object> BackgroundTaskHandle<R> spawnChild(BackgroundTaskRegistration registration,
			BackgroundTask<R> body) {
		return this.plane.spawnChild(this.attempt, registration, body);
	}

	@Override
	public <R extends @Nullable Object> List<R> awaitAll(
			Collection<? extends BackgroundTaskHandle<? extends R>> handles, JoinPolicy policy)
			throws InterruptedException {
		return this.plane.awaitAll(this.attempt, handles, policy);
	}

	@Override
	public <T> Stream<T> predecessorResults(Class<T> type) {
		return this.plane.predecessorResults(this.attempt, type);
	}

}
