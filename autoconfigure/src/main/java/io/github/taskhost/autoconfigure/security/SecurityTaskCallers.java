package io.github.taskhost.autoconfigure.security;

import java.util.function.Supplier;

import io.github.taskhost.spi.TaskCallers;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;

/**
 * The caller as authenticated by Spring Security on the current thread, with authorities
 * expanded by the role hierarchy. There is no caller for anonymous access and on the
 * threads of reactive applications, where the security context is not thread-bound.
 */
final class SecurityTaskCallers implements TaskCallers {

	private final Supplier<SecurityContext> context;

	private final AuthenticationTrustResolver trust;

	private final RoleHierarchy roles;

	SecurityTaskCallers(Supplier<SecurityContext> context, AuthenticationTrustResolver trust, RoleHierarchy roles) {
		this.context = context;
		this.trust = trust;
		this.roles = roles;
	}

	@Override
	public @Nullable Caller current() {
		Authentication authentication = this.context.get().getAuthentication();
		return (authentication != null && this.trust.isAuthenticated(authentication))
				? new AuthenticatedCaller(authentication, this.roles) : null;
	}

	private record AuthenticatedCaller(Authentication authentication, RoleHierarchy roles) implements Caller {

		@Override
		public String name() {
			return this.authentication.getName();
		}

		@Override
		public boolean hasAuthority(String authority) {
			return this.roles.getReachableGrantedAuthorities(this.authentication.getAuthorities())
				.stream()
				.anyMatch((granted) -> authority.equals(granted.getAuthority()));
		}

	}

}
