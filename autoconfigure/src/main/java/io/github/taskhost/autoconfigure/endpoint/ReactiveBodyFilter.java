package io.github.taskhost.autoconfigure.endpoint;

import java.util.function.Supplier;

import io.github.taskhost.error.InvalidTaskArgumentException;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Prepares the bodies of writes for Actuator, in reactive applications. Runs after the
 * filters of Spring Security.
 */
final class ReactiveBodyFilter implements WebFilter, Ordered {

	private final String path;

	private final ActionBody body;

	ReactiveBodyFilter(String path, ActionBody body) {
		this.path = path;
		this.body = body;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		String type = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
		boolean action = ActionBody.isExpected(request.getMethod().name(), type)
				&& QueryParametersFilter.path(request).startsWith(this.path + "/");
		return action ? flat(exchange, chain) : chain.filter(exchange);
	}

	private Mono<Void> flat(ServerWebExchange exchange, WebFilterChain chain) {
		return DataBufferUtils.join(exchange.getRequest().getBody(), this.body.limit())
			.map(ReactiveBodyFilter::bytes)
			.defaultIfEmpty(new byte[0])
			.map((body) -> this.body.flat(body, isAnnounced(exchange.getRequest().getHeaders())))
			.<Supplier<Mono<Void>>>map((flat) -> () -> chain.filter(withBody(exchange, flat)))
			.onErrorMap(DataBufferLimitException.class, (ex) -> ActionBody.tooLarge(this.body.limit()))
			.onErrorResume(InvalidTaskArgumentException.class,
					(ex) -> Mono
						.just(() -> QueryParametersFilter.refuse(exchange.getResponse(), RefusalDescriptor.of(ex))))
			.flatMap(Supplier::get);
	}

	private static boolean isAnnounced(HttpHeaders headers) {
		return headers.getContentLength() > 0 || headers.getFirst(HttpHeaders.TRANSFER_ENCODING) != null;
	}

	private static byte[] bytes(DataBuffer buffer) {
		byte[] bytes = new byte[buffer.readableByteCount()];
		buffer.read(bytes);
		DataBufferUtils.release(buffer);
		return bytes;
	}

	private static ServerWebExchange withBody(ServerWebExchange exchange, byte[] body) {
		ServerHttpRequest request = exchange.getRequest()
			.mutate()
			.headers((headers) -> headers.setContentLength(body.length))
			.build();
		return exchange.mutate().request(new ServerHttpRequestDecorator(request) {

			@Override
			public Flux<DataBuffer> getBody() {
				return (body.length == 0) ? Flux.empty()
						: Flux.defer(() -> Flux.just(exchange.getResponse().bufferFactory().wrap(body)));
			}

		}).build();
	}

}
