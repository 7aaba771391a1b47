package io.github.taskhost.autoconfigure.security;

import java.security.Principal;
import java.util.function.Supplier;

import io.github.taskhost.spi.TaskCallers;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;

/**
 * The caller as authenticated by Spring Security on the current thread, with authorities
 * expanded by the role hierarchy. There is no caller for anonymous access. On the threads
 * of reactive applications there is one with automatic context propagation of Reactor.
 */
final class SecurityTaskCallers implements TaskCallers, PrincipalCallers {

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
		Principal principal = (authentication != null) ? authentication : ReactiveAuthentication.current();
		return (principal != null) ? of(principal) : null;
	}

	@Override
	public @Nullable Caller of(Principal principal) {
		return (principal instanceof Authentication authentication && this.trust.isAuthenticated(authentication))
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
