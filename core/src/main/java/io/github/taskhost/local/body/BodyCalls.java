package io.github.taskhost.local.body;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskContext.CancelRegistration;
import io.github.taskhost.BackgroundTaskInterceptor;
import io.github.taskhost.BackgroundTaskInterceptor.Invocation;
import io.github.taskhost.task.TaskResult;
import org.jspecify.annotations.Nullable;

/**
 * Calls bodies with their context, inside the interceptors of the application.
 */
public final class BodyCalls {

	private final ReportPlane reports;

	private final ContextPlane contexts;

	private final List<BackgroundTaskInterceptor> interceptors;

	private final Propagation propagation;

	public BodyCalls(ReportPlane reports, ContextPlane contexts, List<BackgroundTaskInterceptor> interceptors,
			Propagation propagation) {
		this.reports = reports;
		this.contexts = contexts;
		this.interceptors = List.copyOf(interceptors);
		this.propagation = propagation;
	}

	Propagation propagation() {
		return this.propagation;
	}

	LocalContext context(Attempt attempt) {
		return new LocalContext(this.reports, this.contexts, attempt);
	}

	/**
	 * Whether there are interceptors. Without them a body is called directly, since every
	 * stack frame is kept while the body waits.
	 */
	boolean isIntercepted() {
		return !this.interceptors.isEmpty();
	}

	Invocation intercepted(BackgroundTaskContext context, Invocation body) {
		Invocation chain = body;
		for (int i = this.interceptors.size() - 1; i >= 0; i--) {
			BackgroundTaskInterceptor interceptor = this.interceptors.get(i);
			Invocation rest = chain;
			chain = () -> interceptor.intercept(context, rest);
		}
		return chain;
	}

	/**
	 * Waits for a returned future: its work has not ended. A cancel request and an
	 * interrupt of the body cancel the future.
	 * @return the value of a future, or another value as it is
	 */
	@Nullable Object settled(LocalContext context, @Nullable Object returned) throws Exception {
		return switch (returned) {
			case CompletionStage<?> stage -> valueOf(context, stage.toCompletableFuture());
			case Future<?> future -> valueOf(context, future);
			case null, default -> returned;
		};
	}

	private static @Nullable Object valueOf(LocalContext context, Future<?> future) throws Exception {
		if (future.state() == Future.State.SUCCESS) {
			return future.resultNow();
		}
		CancelRegistration cancellation = context.onCancel(() -> future.cancel(true));
		try {
			return future.get();
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			throw ex;
		}
		catch (ExecutionException ex) {
			throw causeOf(ex);
		}
		finally {
			cancellation.close();
		}
	}

	private static Exception causeOf(ExecutionException ex) {
		return switch (ex.getCause()) {
			case Error error -> throw error;
			case Exception exception -> exception;
			case null, default -> ex;
		};
	}

	/** Encodes the value that a body of a kind returned; {@code null} for none. */
	@Nullable TaskResult result(String kind, @Nullable Object value) {
		return (value != null) ? this.reports.encoded(kind, value) : null;
	}

}
