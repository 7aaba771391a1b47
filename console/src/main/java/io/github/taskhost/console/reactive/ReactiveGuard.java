package io.github.taskhost.console.reactive;

import java.util.List;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells whether Spring Security guards a request.
 */
@FunctionalInterface
public interface ReactiveGuard {

	/** For applications without Spring Security. */
	ReactiveGuard NONE = (exchange) -> Mono.just(false);

	/**
	 * Returns whether a filter chain of Spring Security handles a request.
	 * @param exchange the request
	 * @return {@code true} if so
	 */
	Mono<Boolean> guards(ServerWebExchange exchange);

	/**
	 * Asks the chains of Spring Security, of which the first one that matches handles a
	 * request.
	 *
	 * @param chains the chains in their order
	 */
	record OfSecurity(List<SecurityWebFilterChain> chains) implements ReactiveGuard {

		/** Without beans of chains, Spring Security has one that guards every request. */
		static ReactiveGuard from(ListableBeanFactory beans) {
			List<SecurityWebFilterChain> chains = beans.getBeanProvider(SecurityWebFilterChain.class)
				.orderedStream()
				.toList();
			return chains.isEmpty() ? (exchange) -> Mono.just(true) : new OfSecurity(chains);
		}

		@Override
		public Mono<Boolean> guards(ServerWebExchange exchange) {
			return Flux.fromIterable(this.chains)
				.filterWhen((chain) -> chain.matches(exchange))
				.next()
				.flatMap((chain) -> chain.getWebFilters().hasElements())
				.defaultIfEmpty(false);
		}

	}

}
