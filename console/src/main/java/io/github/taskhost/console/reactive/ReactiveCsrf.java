package io.github.taskhost.console.reactive;

import io.github.taskhost.console.web.ConsoleRequest.Csrf;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Reads the token against forged requests.
 */
@FunctionalInterface
public interface ReactiveCsrf {

	/** For applications without Spring Security. */
	ReactiveCsrf NONE = (exchange) -> Mono.empty();

	/**
	 * Returns the token of a request.
	 * @param exchange the request
	 * @return the token; empty if the application uses none
	 */
	Mono<Csrf> of(ServerWebExchange exchange);

	/** Reads the token of Spring Security. */
	final class OfSecurity implements ReactiveCsrf {

		@Override
		public Mono<Csrf> of(ServerWebExchange exchange) {
			Mono<CsrfToken> token = exchange.getAttributeOrDefault(CsrfToken.class.getName(), Mono.empty());
			return token.map((present) -> new Csrf(present.getParameterName(), present.getToken()));
		}

	}

}
