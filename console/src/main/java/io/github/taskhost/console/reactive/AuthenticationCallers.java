package io.github.taskhost.console.reactive;

import java.security.Principal;

import io.github.taskhost.autoconfigure.security.PrincipalCallers;
import io.github.taskhost.spi.TaskCallers;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * The users of requests as Spring Security authenticates them, for an application that
 * has its own {@link TaskCallers}: these know a thread, which a reactive request has not.
 *
 * @param roles the hierarchy of roles
 */
record AuthenticationCallers(RoleHierarchy roles) implements PrincipalCallers {

	@Override
	public TaskCallers.@Nullable Caller of(Principal principal) {
		return (principal instanceof Authentication authentication && authentication.isAuthenticated()
				&& !(authentication instanceof AnonymousAuthenticationToken))
						? new AuthenticatedCaller(authentication, this.roles) : null;
	}

	private record AuthenticatedCaller(Authentication authentication,
			RoleHierarchy roles) implements TaskCallers.Caller {

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
