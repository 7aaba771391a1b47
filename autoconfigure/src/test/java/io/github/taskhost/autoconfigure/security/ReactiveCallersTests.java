package io.github.taskhost.autoconfigure.security;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.ReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for callers in controllers of reactive applications.
 */
@Timeout(120)
class ReactiveCallersTests {

	@Test
	void controllerKnowsTheCallerWithAutomaticContextPropagation() throws Exception {
		try (ConfigurableApplicationContext context = run("--spring.reactor.context-propagation=auto")) {
			BackgroundTaskRecord asked = ask(context);
			assertThat(post(context, "/answer")).isEqualTo("clerk");
			assertThat(context.getBean(BackgroundTaskHost.class).find(asked.uid()).orElseThrow().cancelledBy())
				.isEqualTo("clerk");
		}
	}

	@Test
	void bodyHasTheUserAndTheTraceWithAutomaticContextPropagation() throws Exception {
		try (ConfigurableApplicationContext context = run("--spring.reactor.context-propagation=auto",
				"--taskhost.context.security=true")) {
			assertThat(post(context, "/spawn")).isEqualTo("clerk in spring.security.http.secured.requests");
		}
	}

	@Test
	void codeActsAsACallerThatItKnows() throws Exception {
		try (ConfigurableApplicationContext context = run()) {
			ask(context);
			assertThat(post(context, "/answer-as")).isEqualTo("clerk");
		}
	}

	private static BackgroundTaskRecord ask(ConfigurableApplicationContext context) {
		BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
		BackgroundTaskRecord task = host.registerExternal("chat-42",
				BackgroundTaskRegistration.ofKind("import").id("orders").build(), null);
		host.reporter("chat-42", "orders").ask(InputRequest.of("go-on", "Go on?").withAuthority("ROLE_CLERK"));
		return task;
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.jmx.enabled=false")
			.run(arguments);
	}

	private static String post(ConfigurableApplicationContext context, String path) throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path);
		HttpRequest request = HttpRequest.newBuilder(uri)
			.timeout(Duration.ofSeconds(60))
			.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString("clerk:clerk".getBytes(StandardCharsets.UTF_8)))
			.POST(HttpRequest.BodyPublishers.noBody())
			.build();
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableWebFluxSecurity
	static class Application {

		@Bean
		NettyReactiveWebServerFactory webServerFactory() {
			return new NettyReactiveWebServerFactory();
		}

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(Customizer.withDefaults())
				.csrf(CsrfSpec::disable)
				.build();
		}

		@Bean
		ReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(
					User.withUsername("clerk").password("{noop}clerk").roles("CLERK").build());
		}

		@Bean
		Work work(BackgroundTaskHost host, ObservationRegistry observations) {
			return new Work(host, observations);
		}

	}

	@RestController
	static class Work {

		private final BackgroundTaskHost host;

		private final ObservationRegistry observations;

		Work(BackgroundTaskHost host, ObservationRegistry observations) {
			this.host = host;
			this.observations = observations;
		}

		@PostMapping("/answer")
		Mono<String> answer() {
			return blocking(this::answerAndCancel);
		}

		@PostMapping("/answer-as")
		Mono<String> answerAs() {
			return ReactiveSecurityContextHolder.getContext()
				.map(SecurityContext::getAuthentication)
				.flatMap((user) -> blocking(() -> TaskCallers.callAs(caller(user), this::answerAndCancel)));
		}

		@PostMapping("/spawn")
		Mono<String> spawn() {
			return blocking(() -> {
				BackgroundTaskHandle<String> task = this.host.session("chat-42").spawn("import", (context) -> user());
				task.await(Duration.ofSeconds(30));
				return task.result();
			});
		}

		private String user() {
			Observation execution = this.observations.getCurrentObservation();
			return SecurityContextHolder.getContext().getAuthentication().getName() + " in "
					+ execution.getContextView().getParentObservation().getContextView().getName();
		}

		private String answerAndCancel() {
			BackgroundTaskHandle<?> task = this.host.task("chat-42", "orders");
			task.answer("go-on", "yes");
			task.cancel("answered");
			return task.answers().getFirst().by();
		}

		private static TaskCallers.Caller caller(Authentication user) {
			return TaskCallers.Caller.of(user.getName(),
					user.getAuthorities().stream().map(GrantedAuthority::getAuthority).toList());
		}

		private static Mono<String> blocking(Callable<String> call) {
			return Mono.fromCallable(call).subscribeOn(Schedulers.boundedElastic());
		}

	}

}
