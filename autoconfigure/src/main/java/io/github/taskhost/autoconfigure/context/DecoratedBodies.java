package io.github.taskhost.autoconfigure.context;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskInterceptor;
import io.github.taskhost.spi.TaskContextPropagator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/**
 * Runs bodies inside the {@link TaskDecorator}s of the application, as Spring runs
 * {@code @Async} methods. A decorator is called by the thread that starts the work; each
 * attempt runs the decorated work.
 */
final class DecoratedBodies implements TaskContextPropagator, BackgroundTaskInterceptor {

	private static final Scope NOTHING = (record, thrown) -> {
	};

	/** The decorated call of the body of the current thread. */
	private static final ThreadLocal<@Nullable Runnable> DECORATED = new ThreadLocal<>();

	private static final ThreadLocal<@Nullable Body> BODY = new ThreadLocal<>();

	private final TaskDecorator decorator;

	DecoratedBodies(TaskDecorator decorator) {
		this.decorator = decorator;
	}

	@Override
	public Context capture() {
		Runnable call = this.decorator.decorate(DecoratedBodies::runBody);
		return (task) -> (task != null) ? open(call) : NOTHING;
	}

	private static Scope open(Runnable call) {
		DECORATED.set(call);
		return (record, thrown) -> DECORATED.remove();
	}

	private static void runBody() {
		Body current = BODY.get();
		if (current == null) {
			throw new IllegalStateException(
					"A TaskDecorator ran the body on another thread. Run it on the same thread.");
		}
		current.run();
	}

	@Override
	public @Nullable Object intercept(BackgroundTaskContext context, Invocation next) throws Exception {
		Runnable call = DECORATED.get();
		if (call == null) {
			return next.proceed();
		}
		Body current = new Body(next);
		BODY.set(current);
		try {
			call.run();
		}
		finally {
			BODY.remove();
		}
		return current.outcome();
	}

	/** The call of a body, whose exception passes decorators unseen. */
	private static final class Body implements Runnable {

		private final Invocation invocation;

		private boolean ran;

		private @Nullable Object value;

		private @Nullable Throwable thrown;

		Body(Invocation invocation) {
			this.invocation = invocation;
		}

		@Override
		public void run() {
			this.ran = true;
			try {
				this.value = this.invocation.proceed();
			}
			catch (Throwable ex) {
				this.thrown = ex;
			}
		}

		@Nullable Object outcome() throws Exception {
			return switch (this.thrown) {
				case Exception exception -> throw exception;
				case Error error -> throw error;
				case null, default -> value();
			};
		}

		private @Nullable Object value() {
			if (!this.ran) {
				throw new IllegalStateException("A TaskDecorator did not run the body.");
			}
			return this.value;
		}

	}

}
