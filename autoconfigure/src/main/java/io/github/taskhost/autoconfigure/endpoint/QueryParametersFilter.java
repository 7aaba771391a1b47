package io.github.taskhost.autoconfigure.endpoint;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.taskhost.error.InvalidTaskArgumentException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses requests of reactive applications with parameters that the endpoint does not
 * know. The operations of the endpoint cannot see their request there. Runs after the
 * filters of Spring Security.
 */
final class QueryParametersFilter implements WebFilter, Ordered {

	private final String path;

	QueryParametersFilter(String path) {
		this.path = path;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		Set<String> known = known(exchange.getRequest());
		if (known == null) {
			return chain.filter(exchange);
		}
		try {
			QueryParameters.requireOnly(known, exchange.getRequest().getQueryParams().keySet());
		}
		catch (InvalidTaskArgumentException ex) {
			return refuse(exchange.getResponse(), RefusalDescriptor.of(ex));
		}
		return chain.filter(exchange.mutate().request(new WithoutNull(exchange.getRequest())).build());
	}

	/**
	 * The parameters of a request to the endpoint, or {@code null} for other requests.
	 */
	private @Nullable Set<String> known(ServerHttpRequest request) {
		String requested = path(request);
		if (!requested.equals(this.path) && !requested.startsWith(this.path + "/")) {
			return null;
		}
		boolean read = request.getMethod() != HttpMethod.POST;
		if (requested.equals(this.path) && read) {
			MultiValueMap<String, String> given = request.getQueryParams();
			return QueryParameters.ofLists(given.containsKey(QueryParameters.KINDS),
					given.containsKey(QueryParameters.SESSIONS), given.containsKey(QueryParameters.SCHEDULES));
		}
		return (read && isPart(request)) ? QueryParameters.OF_PARTS : QueryParameters.OF_TASKS;
	}

	/** Whether three segments follow the path: session, id and part. */
	private boolean isPart(ServerHttpRequest request) {
		long segments = request.getPath()
			.pathWithinApplication()
			.elements()
			.stream()
			.filter(PathContainer.PathSegment.class::isInstance)
			.count();
		return segments == this.path.chars().filter((c) -> c == '/').count() + 3;
	}

	/** The path as handlers match it: with decoded segments. */
	static String path(ServerHttpRequest request) {
		return request.getPath()
			.pathWithinApplication()
			.elements()
			.stream()
			.map((element) -> (element instanceof PathContainer.PathSegment segment) ? segment.valueToMatch()
					: element.value())
			.collect(Collectors.joining());
	}

	static Mono<Void> refuse(ServerHttpResponse response, RefusalDescriptor refusal) {
		response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
		response.getHeaders().setContentType(MediaType.asMediaType(ApiVersion.LATEST.getProducedMimeType()));
		return response.writeWith(Mono.just(response.bufferFactory().wrap(refusal.json())));
	}

	/** A request whose parameters without a value are empty, as with servlets. */
	private static final class WithoutNull extends ServerHttpRequestDecorator {

		WithoutNull(ServerHttpRequest request) {
			super(request);
		}

		@Override
		public MultiValueMap<String, String> getQueryParams() {
			MultiValueMap<String, String> parameters = new LinkedMultiValueMap<>();
			super.getQueryParams().forEach((name, values) -> values
				.forEach((value) -> parameters.add(name, Objects.requireNonNullElse(value, ""))));
			return parameters;
		}

	}

}
