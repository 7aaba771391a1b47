package io.github.taskhost.console.servlet;

import io.github.taskhost.console.web.ConsoleRequest.Csrf;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;

/**
 * Reads the token against forged requests.
 */
@FunctionalInterface
public interface ServletCsrf {

	/** For applications without Spring Security. */
	ServletCsrf NONE = (request) -> null;

	/**
	 * Returns the token of a request.
	 * @param request the request
	 * @return the token, or {@code null} if the application uses none
	 */
	@Nullable Csrf of(HttpServletRequest request);

	/** Reads the token of Spring Security. */
	final class OfSecurity implements ServletCsrf {

		@Override
		public @Nullable Csrf of(HttpServletRequest request) {
			return (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token)
					? new Csrf(token.getParameterName(), token.getToken()) : null;
		}

	}

}
