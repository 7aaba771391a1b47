package io.github.taskhost.console.reactive;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.github.taskhost.autoconfigure.security.PrincipalCallers;
import io.github.taskhost.console.access.Client;
import io.github.taskhost.console.access.ConsoleUser;
import io.github.taskhost.console.live.LiveFeed;
import io.github.taskhost.console.web.ConsoleAnswer;
import io.github.taskhost.console.web.ConsoleHandler;
import io.github.taskhost.console.web.ConsoleRequest;
import io.github.taskhost.console.web.ConsoleRequest.Csrf;
import io.github.taskhost.console.web.InnerPath;
import io.github.taskhost.console.web.Parameters;
import io.github.taskhost.spi.TaskCallers;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The console in a reactive application. Answers are made on threads that may block.
 * Thread-safe.
 */
public final class ReactiveConsole implements WebHandler {

	private final ConsoleHandler handler;

	private final String path;

	private final ReactiveCsrf csrf;

	private final ReactiveGuard guard;

	private final PrincipalCallers callers;

	private final boolean forwarded;

	/**
	 * Creates the console.
	 * @param handler answers the requests
	 * @param path the path of the console
	 * @param csrf reads the token against forged requests
	 * @param guard tells whether Spring Security guards a request
	 * @param callers the callers that principals are
	 * @param forwarded whether the application takes the address of a client from the
	 * headers of proxies
	 */
	public ReactiveConsole(ConsoleHandler handler, String path, ReactiveCsrf csrf, ReactiveGuard guard,
			PrincipalCallers callers, boolean forwarded) {
		this.handler = handler;
		this.path = path;
		this.csrf = csrf;
		this.guard = guard;
		this.callers = callers;
		this.forwarded = forwarded;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		ConsoleHandler.HEADERS.forEach(exchange.getResponse().getHeaders()::set);
		return user(exchange).flatMap((user) -> request(exchange, user))
			.publishOn(Schedulers.boundedElastic())
			.flatMap((asked) -> answer(exchange, asked))
			.onErrorResume(DataBufferLimitException.class,
					(ex) -> write(ConsoleHandler.tooLarge(), exchange.getResponse()));
	}

	private Mono<Void> answer(ServerWebExchange exchange, ConsoleRequest asked) {
		ServerHttpResponse response = exchange.getResponse();
		if (!this.handler.isStream(asked)) {
			return write(this.handler.answer(asked), response);
		}
		return Mono.using(() -> this.handler.open(asked), (opened) -> (opened.feed() != null)
				? stream(opened.feed(), response) : write(Objects.requireNonNull(opened.refusal()), response));
	}

	private Mono<ConsoleUser> user(ServerWebExchange exchange) {
		return exchange.getPrincipal().map(this::user).defaultIfEmpty(ConsoleUser.ANONYMOUS);
	}

	private Mono<ConsoleRequest> request(ServerWebExchange exchange, ConsoleUser user) {
		String inside = InnerPath.of(exchange.getRequest().getPath().pathWithinApplication(), this.path);
		Mono<Csrf> token = this.handler.needsToken(inside, user) ? this.csrf.of(exchange) : Mono.empty();
		return Mono
			.zip(exchange.getFormData(), token.map(Optional::of).defaultIfEmpty(Optional.empty()),
					exchange.getSession(), this.guard.guards(exchange))
			.map((parts) -> new ConsoleRequest(exchange.getRequest().getMethod().name(), inside,
					exchange.getRequest().getURI().getRawQuery(),
					new Parameters(merged(exchange.getRequest().getQueryParams(), parts.getT1())), user,
					client(exchange.getRequest(), parts.getT4()), parts.getT2().orElse(null), signedIn(parts.getT3())));
	}

	private Client client(ServerHttpRequest request, boolean guarded) {
		InetSocketAddress remote = this.forwarded ? null : request.getRemoteAddress();
		return new Client((remote != null) ? remote.getAddress() : null, request.getHeaders()::getFirst, guarded);
	}

	private static Map<String, List<String>> merged(MultiValueMap<String, String> query,
			MultiValueMap<String, String> form) {
		Map<String, List<String>> all = new HashMap<>();
		query.forEach((name, values) -> all.computeIfAbsent(name, (key) -> new ArrayList<>()).addAll(values));
		form.forEach((name, values) -> all.computeIfAbsent(name, (key) -> new ArrayList<>()).addAll(values));
		return all;
	}

	private ConsoleUser user(Principal principal) {
		TaskCallers.Caller caller = this.callers.of(principal);
		return (caller != null) ? ConsoleUser.of(principal, caller) : ConsoleUser.ANONYMOUS;
	}

	/**
	 * Whether the session goes on, with the same user: a logout takes the user out of the
	 * session, which stays.
	 */
	private static BooleanSupplier signedIn(WebSession session) {
		if (!session.isStarted()) {
			return () -> true;
		}
		Object user = session.getAttribute(ConsoleRequest.SIGNED_IN);
		return () -> session.isStarted() && !session.isExpired()
				&& Objects.equals(session.getAttribute(ConsoleRequest.SIGNED_IN), user);
	}

	private static Mono<Void> write(ConsoleAnswer answer, ServerHttpResponse response) {
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		answer.headers().forEach(response.getHeaders()::set);
		response.getHeaders().setContentLength(answer.body().length);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(answer.body())));
	}

	private static Mono<Void> stream(LiveFeed feed, ServerHttpResponse response) {
		ConsoleHandler.STREAM_HEADERS.forEach(response.getHeaders()::set);
		Flux<String> texts = Flux.interval(Duration.ZERO, Duration.ofMillis(LiveFeed.EVERY))
			.onBackpressureDrop()
			.publishOn(Schedulers.boundedElastic(), 1)
			.map((tick) -> feed.next())
			.takeUntil((text) -> feed.isOver())
			.filter((text) -> !text.isEmpty());
		Flux<Mono<DataBuffer>> parts = texts
			.map((text) -> Mono.just(response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8))));
		return response.writeAndFlushWith(parts);
	}

}
