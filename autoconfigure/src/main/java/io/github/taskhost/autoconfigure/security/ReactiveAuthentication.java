package io.github.taskhost.autoconfigure.security;

import java.time.Duration;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The authentication of a request of a reactive application. With automatic context
 * propagation, Reactor restores the security context of the request on the threads of its
 * operators, through an accessor of Spring Security. Internal.
 */
public final class ReactiveAuthentication {

	private static final boolean PRESENT = isPresent("reactor.core.publisher.Mono")
			&& isPresent("io.micrometer.context.ContextRegistry");

	private ReactiveAuthentication() {
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, ReactiveAuthentication.class.getClassLoader());
	}

	/**
	 * Returns the authentication on the current thread.
	 * @return the authentication, or {@code null} if there is none
	 */
	public static @Nullable Authentication current() {
		return PRESENT ? Lookup.current() : null;
	}

	/** Loaded only with the libraries that it uses. */
	private static final class Lookup {

		/** Bounds the load of a security context from a remote session. */
		private static final Duration PATIENCE = Duration.ofSeconds(5);

		static @Nullable Authentication current() {
			for (ThreadLocalAccessor<?> accessor : ContextRegistry.getInstance().getThreadLocalAccessors()) {
				if (SecurityContext.class.equals(accessor.key()) && accessor.getValue() instanceof Mono<?> context) {
					return authentication(context);
				}
			}
			return null;
		}

		/** A thread that must not block takes the context only if it is there at once. */
		private static @Nullable Authentication authentication(Mono<?> context) {
			Object value = Schedulers.isInNonBlockingThread() ? context.toFuture().getNow(null)
					: context.block(PATIENCE);
			return (value instanceof SecurityContext found) ? found.getAuthentication() : null;
		}

	}

}
