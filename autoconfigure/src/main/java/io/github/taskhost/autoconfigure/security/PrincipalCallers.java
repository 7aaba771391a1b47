package io.github.taskhost.autoconfigure.security;

import java.security.Principal;

import io.github.taskhost.spi.TaskCallers;
import org.jspecify.annotations.Nullable;

/**
 * The callers that principals of requests are. Internal.
 */
@FunctionalInterface
public interface PrincipalCallers {

	/**
	 * Returns the caller that a principal is.
	 * @param principal the principal of a request
	 * @return the caller, or {@code null} for a principal that is not authenticated
	 */
	TaskCallers.@Nullable Caller of(Principal principal);

}
