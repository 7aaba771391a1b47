package io.github.taskhost.console.access;

import java.security.Principal;
import java.util.Collection;
import java.util.function.Predicate;

import io.github.taskhost.spi.TaskCallers;
import org.jspecify.annotations.Nullable;

/**
 * The user of a request.
 *
 * @param principal the principal, or {@code null} for an anonymous user
 * @param roles whether the user has a role
 * @param authorities whether the user has an authority that a question requires
 */
public record ConsoleUser(@Nullable Principal principal, Predicate<String> roles, Predicate<String> authorities) {

	/** A user without principal, roles and authorities. */
	public static final ConsoleUser ANONYMOUS = new ConsoleUser(null, (role) -> false, (authority) -> false);

	private static final String ROLE = "ROLE_";

	/**
	 * Returns the user that a caller of the host is. Its roles are its authorities with
	 * the prefix {@code ROLE_}, which the name of a role may have.
	 * @param principal the principal
	 * @param caller the caller
	 * @return the user
	 */
	public static ConsoleUser of(Principal principal, TaskCallers.Caller caller) {
		return new ConsoleUser(principal, (role) -> caller.hasAuthority(role.startsWith(ROLE) ? role : ROLE + role),
				caller::hasAuthority);
	}

	/**
	 * Returns the name of the user.
	 * @return the name, or {@code null} for an anonymous user
	 */
	public @Nullable String name() {
		return (this.principal != null) ? this.principal.getName() : null;
	}

	/**
	 * Returns whether the user has one of some roles.
	 * @param some the roles
	 * @return {@code true} if so
	 */
	public boolean hasAny(Collection<String> some) {
		return some.stream().anyMatch(this.roles);
	}

}
