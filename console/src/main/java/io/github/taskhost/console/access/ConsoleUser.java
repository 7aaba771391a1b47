package io.github.taskhost.console.access;

import java.security.Principal;
import java.util.Collection;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The user of a request.
 *
 * @param principal the principal, or {@code null} for an anonymous user
 * @param roles whether the user has a role
 * @param authorities whether the user has an authority that a question may require
 */
public record ConsoleUser(@Nullable Principal principal, Predicate<String> roles, Predicate<String> authorities) {

	/**
	 * The attribute of a session in which Spring Security keeps the user of both web
	 * frameworks; a logout removes it, and may leave the session.
	 */
	public static final String SESSION_ATTRIBUTE = "SPRING_SECURITY_CONTEXT";

	/** A user without principal, roles and authorities. */
	public static final ConsoleUser ANONYMOUS = new ConsoleUser(null, (role) -> false, (authority) -> false);

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
