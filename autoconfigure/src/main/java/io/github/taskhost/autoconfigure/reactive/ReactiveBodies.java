package io.github.taskhost.autoconfigure.reactive;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskContext.CancelRegistration;
import io.github.taskhost.BackgroundTaskInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Subscribes to the publisher that a body returns, and waits for it: a publisher does
 * nothing before. The result is the value of a publisher of one, and a list of the
 * elements of others. A cancel request and an interrupt cancel the subscription.
 */
final class ReactiveBodies implements BackgroundTaskInterceptor {

	static final int MAX_ELEMENTS = 10_000;

	private final ClassValue<Optional<ReactiveAdapter>> adapters;

	ReactiveBodies(ReactiveAdapterRegistry registry) {
		this.adapters = new ClassValue<>() {

			@Override
			protected Optional<ReactiveAdapter> computeValue(Class<?> type) {
				return CompletionStage.class.isAssignableFrom(type) ? Optional.empty()
						: Optional.ofNullable(registry.getAdapter(type));
			}

		};
	}

	@Override
	public @Nullable Object intercept(BackgroundTaskContext context, Invocation next) throws Exception {
		Object returned = next.proceed();
		Optional<ReactiveAdapter> adapter = (returned != null) ? this.adapters.get(returned.getClass())
				: Optional.empty();
		return adapter.isPresent() ? await(context, value(adapter.get(), returned)) : returned;
	}

	private static CompletableFuture<? extends @Nullable Object> value(ReactiveAdapter adapter,
			@Nullable Object returned) {
		if (adapter.isMultiValue()) {
			return Flux.from(adapter.toPublisher(returned))
				.index()
				.doOnNext((element) -> requireFew(element.getT1()))
				.map((element) -> element.getT2())
				.collectList()
				.toFuture();
		}
		return Mono.from(adapter.toPublisher(returned)).toFuture();
	}

	private static void requireFew(long index) {
		if (index >= MAX_ELEMENTS) {
			throw new IllegalStateException("The publisher that the body returned has more than " + MAX_ELEMENTS
					+ " elements, the limit. Return a publisher of one value or of none: with reduce or then().");
		}
	}

	private static @Nullable Object await(BackgroundTaskContext context,
			CompletableFuture<? extends @Nullable Object> value) throws Exception {
		CancelRegistration cancellation = context.onCancel(() -> value.cancel(true));
		try {
			return value.get();
		}
		catch (InterruptedException ex) {
			value.cancel(true);
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

}
