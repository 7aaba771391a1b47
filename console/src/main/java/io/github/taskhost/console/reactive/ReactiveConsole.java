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
import io.github.taskhost.console.web.Parameters;
import io.github.taskhost.spi.TaskCallers;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpStatusCode;
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
 */
public final class ReactiveConsole implements WebHandler {

	private static final String ROLE = "ROLE_";

	private final ConsoleHandler handler;

	private final String path;

	private final ReactiveCsrf csrf;

	private final PrincipalCallers callers;

	/**
	 * Creates the console.
	 * @param handler answers the requests
	 * @param path the path of the console
	 * @param csrf reads the token against forged requests
	 * @param callers the callers that principals are
	 */
	public ReactiveConsole(ConsoleHandler handler, String path, ReactiveCsrf csrf, PrincipalCallers callers) {
		this.handler = handler;
		this.path = path;
		this.csrf = csrf;
		this.callers = callers;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange) {
		return request(exchange).publishOn(Schedulers.boundedElastic()).flatMap((asked) -> answer(exchange, asked));
	}

	private Mono<Void> answer(ServerWebExchange exchange, ConsoleRequest asked) {
		ServerHttpResponse response = exchange.getResponse();
		ConsoleHandler.HEADERS.forEach(response.getHeaders()::set);
		if (!this.handler.isStream(asked)) {
			return write(this.handler.answer(asked), response);
		}
		ConsoleHandler.Opened opened = this.handler.open(asked);
		return (opened.feed() != null) ? stream(opened.feed(), response)
				: write(Objects.requireNonNull(opened.refusal()), response);
	}

	private Mono<ConsoleRequest> request(ServerWebExchange exchange) {
		return Mono
			.zip(exchange.getPrincipal().map(Optional::of).defaultIfEmpty(Optional.empty()), exchange.getFormData(),
					this.csrf.of(exchange).map(Optional::of).defaultIfEmpty(Optional.empty()), exchange.getSession())
			.map((parts) -> request(exchange, parts.getT1().orElse(null), parts.getT2(), parts.getT3().orElse(null),
					parts.getT4()));
	}

	private ConsoleRequest request(ServerWebExchange exchange, @Nullable Principal principal,
			MultiValueMap<String, String> form, @Nullable Csrf token, WebSession session) {
		String whole = exchange.getRequest().getPath().pathWithinApplication().value();
		InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
		return new ConsoleRequest(exchange.getRequest().getMethod().name(),
				whole.substring(whole.indexOf(this.path) + this.path.length()),
				exchange.getRequest().getURI().getRawQuery(),
				new Parameters(merged(exchange.getRequest().getQueryParams(), form)), user(principal),
				new Client((remote != null) ? remote.getAddress() : null, exchange.getRequest().getHeaders()::getFirst),
				token, signedIn(session));
	}

	private static Map<String, List<String>> merged(MultiValueMap<String, String> query,
			MultiValueMap<String, String> form) {
		Map<String, List<String>> all = new HashMap<>();
		query.forEach((name, values) -> all.computeIfAbsent(name, (key) -> new ArrayList<>()).addAll(values));
		form.forEach((name, values) -> all.computeIfAbsent(name, (key) -> new ArrayList<>()).addAll(values));
		return all;
	}

	private ConsoleUser user(@Nullable Principal principal) {
		TaskCallers.Caller caller = (principal != null) ? this.callers.of(principal) : null;
		return (caller != null)
				? new ConsoleUser(principal, (role) -> caller.hasAuthority(ROLE + role), caller::hasAuthority)
				: ConsoleUser.ANONYMOUS;
	}

	private static BooleanSupplier signedIn(WebSession session) {
		boolean started = session.isStarted();
		boolean known = session.getAttributes().containsKey(ConsoleUser.SESSION_ATTRIBUTE);
		return () -> !started || !session.isExpired() && session.isStarted()
				&& (!known || session.getAttributes().containsKey(ConsoleUser.SESSION_ATTRIBUTE));
	}

	private static Mono<Void> write(ConsoleAnswer answer, ServerHttpResponse response) {
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		answer.headers().forEach(response.getHeaders()::set);
		response.getHeaders().setContentLength(answer.body().length);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(answer.body())));
	}

	private static Mono<Void> stream(LiveFeed feed, ServerHttpResponse response) {
		response.getHeaders().set("Content-Type", "text/event-stream;charset=UTF-8");
		response.getHeaders().set("Cache-Control", "no-store");
		response.getHeaders().set("X-Accel-Buffering", "no");
		Flux<String> texts = Flux.interval(Duration.ZERO, Duration.ofMillis(LiveFeed.EVERY))
			.onBackpressureDrop()
			.publishOn(Schedulers.boundedElastic(), 1)
			.map((tick) -> feed.next())
			.takeUntil((text) -> feed.isOver())
			.filter((text) -> !text.isEmpty());
		Flux<Mono<DataBuffer>> parts = texts
			.map((text) -> Mono.just(response.bufferFactory().wrap(text.getBytes(StandardCharsets.UTF_8))));
		return response.writeAndFlushWith(parts).doFinally((signal) -> feed.close());
	}

}
