package io.github.taskhost.autoconfigure.context;

import java.util.function.Supplier;

import io.github.taskhost.autoconfigure.security.ReactiveAuthentication;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolderStrategy;

/**
 * Propagates the authentication in a new security context for each attempt. Spring
 * Security's accessor shares the context object, so that a logout of the caller or a
 * change by another attempt would reach the body.
 */
final class SecurityContextAccessor implements ThreadLocalAccessor<Authentication> {

	private final Supplier<SecurityContextHolderStrategy> strategy;

	SecurityContextAccessor(Supplier<SecurityContextHolderStrategy> strategy) {
		this.strategy = strategy;
	}

	@Override
	public Object key() {
		return SecurityContext.class.getName();
	}

	@Override
	public @Nullable Authentication getValue() {
		Authentication authentication = this.strategy.get().getContext().getAuthentication();
		return (authentication != null) ? authentication : ReactiveAuthentication.current();
	}

	@Override
	public void setValue(Authentication authentication) {
		SecurityContextHolderStrategy holder = this.strategy.get();
		SecurityContext context = holder.createEmptyContext();
		context.setAuthentication(authentication);
		holder.setContext(context);
	}

	@Override
	public void setValue() {
		this.strategy.get().clearContext();
	}

}
