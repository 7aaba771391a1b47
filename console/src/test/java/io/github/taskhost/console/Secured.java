package io.github.taskhost.console;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.taskhost.kind.BackgroundTaskKind;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.CsrfSpec;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

/**
 * Applications with Spring Security that let every request in, so that the rules of the
 * console decide. The password of a user is its name.
 */
final class Secured {

	private Secured() {
	}

	static Class<?> of(WebApplicationType type) {
		return (type == WebApplicationType.SERVLET) ? OnServlet.class : OnWebFlux.class;
	}

	static List<UserDetails> users() {
		return Map.of("reader", "READER", "writer", "WRITER", "admin", "ADMIN", "other", "OTHER")
			.entrySet()
			.stream()
			.map((user) -> User.withUsername(user.getKey())
				.password("{noop}" + user.getKey())
				.roles(user.getValue())
				.build())
			.toList();
	}

	/** Records audit events, and gives administrators the role of writers. */
	@Configuration(proxyBeanMethods = false)
	static class Common {

		@Bean
		Audited audited() {
			return new Audited();
		}

		@Bean
		RoleHierarchy hierarchy() {
			return RoleHierarchyImpl.fromHierarchy("ROLE_ADMIN > ROLE_WRITER");
		}

		@BackgroundTaskKind("rest")
		void rest() {
		}

	}

	/** Audit events of the console. */
	static final class Audited implements ApplicationListener<AuditApplicationEvent> {

		private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

		@Override
		public void onApplicationEvent(AuditApplicationEvent event) {
			if (event.getAuditEvent().getType().startsWith("BACKGROUND_TASK")) {
				this.events.add(event.getAuditEvent());
			}
		}

		List<AuditEvent> events() {
			return this.events;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import(Common.class)
	static class OnServlet {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.formLogin(Customizer.withDefaults())
				.csrf(CsrfConfigurer::disable)
				.build();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(Secured.users());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import(Common.class)
	static class OnWebFlux {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
				.httpBasic(Customizer.withDefaults())
				.formLogin(Customizer.withDefaults())
				.csrf(CsrfSpec::disable)
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(Secured.users());
		}

	}

}
