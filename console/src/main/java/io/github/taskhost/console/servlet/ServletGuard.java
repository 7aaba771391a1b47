package io.github.taskhost.console.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.FilterChainProxy;

/**
 * Tells whether Spring Security guards a request.
 */
@FunctionalInterface
public interface ServletGuard {

	/** For applications without Spring Security. */
	ServletGuard NONE = (request) -> false;

	/**
	 * Returns whether a filter chain of Spring Security handles a request.
	 * @param request the request
	 * @return {@code true} if so
	 */
	boolean guards(HttpServletRequest request);

	/**
	 * Asks the chains of Spring Security, of which the first one that matches handles a
	 * request. A chain without filters is that of requests that Spring Security ignores.
	 *
	 * @param proxy the filter with the chains
	 */
	record OfSecurity(Filter proxy) implements ServletGuard {

		@Override
		public boolean guards(HttpServletRequest request) {
			return !(this.proxy instanceof FilterChainProxy chains) || chains.getFilterChains()
				.stream()
				.filter((chain) -> chain.matches(request))
				.findFirst()
				.filter((chain) -> !chain.getFilters().isEmpty())
				.isPresent();
		}

	}

}
