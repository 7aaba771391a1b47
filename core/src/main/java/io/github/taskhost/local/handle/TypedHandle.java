package io.github.taskhost.local.handle;

import java.util.Optional;

/**
 * The handle of submitted work whose result has a type that the caller named.
 *
 * @param <R> the type of the result
 */
public final class TypedHandle<R> extends LocalHandle<R> {

	private final LocalHandle<?> untyped;

	private final Class<R> type;

	public TypedHandle(LocalHandle<?> untyped, Class<R> type) {
		super(untyped.control(), untyped.task());
		this.untyped = untyped;
		this.type = type;
	}

	@Override
	public R result() {
		return this.untyped.result(this.type);
	}

	@Override
	public <T> T result(Class<T> other) {
		return this.untyped.result(other);
	}

	@Override
	public Optional<Throwable> failure() {
		return this.untyped.failure();
	}

}
