package io.github.taskhost.console;

import java.util.EnumMap;
import java.util.Map;

import io.github.taskhost.kind.BackgroundTaskKind;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Real applications with a console, form login and three users, below a path of their own. Each is started once, when
 * the first scenario needs it, and ends with the process.
 */
final class HostApplications {

	/** The password of all users. */
	static final String PASSWORD = "secret";

	private static final UserDetails[] USERS = { user("op", "OPERATOR"), user("anna", "OPERATOR", "finance"),
			user("reader", "READER") };

	private static final Map<WebApplicationType, RealConsole> STARTED = new EnumMap<>(WebApplicationType.class);

	private HostApplications() {
	}

	/** The type that the system property {@code console.stack} names: {@code servlet} or {@code reactive}. */
	static WebApplicationType type() {
		return System.getProperty("console.stack", "servlet").equals("reactive") ? WebApplicationType.REACTIVE
				: WebApplicationType.SERVLET;
	}

	static synchronized RealConsole of(WebApplicationType type) {
		return STARTED.computeIfAbsent(type, HostApplications::start);
	}

	/** Starts an application that the caller closes. */
	static RealConsole start(WebApplicationType type, String... more) {
		String[] own = { "taskhost.console.write-roles=OPERATOR", "taskhost.console.show-values=always",
				"taskhost.console.environment=staging", "server.servlet.context-path=/app",
				"spring.webflux.base-path=/app", "taskhost.output.retained=120", "spring.threads.virtual.enabled=true",
				"taskhost.cancel.grace-period=2s", "taskhost.retention.max-records=50000" };
		String[] all = new String[own.length + more.length];
		System.arraycopy(own, 0, all, 0, own.length);
		System.arraycopy(more, 0, all, own.length, more.length);
		return RealConsole.start(type, (type == WebApplicationType.SERVLET) ? Servlet.class : Reactive.class, all);
	}

	private static UserDetails user(String name, String role, String... authorities) {
		UserDetails user = User.withUsername(name).password("{noop}" + PASSWORD).roles(role).build();
		return (authorities.length > 0)
				? User.withUserDetails(user).authorities(joined(authorities, "ROLE_" + role)).build() : user;
	}

	private static String[] joined(String[] authorities, String last) {
		String[] all = java.util.Arrays.copyOf(authorities, authorities.length + 1);
		all[authorities.length] = last;
		return all;
	}

	/** The kinds that the application defines; other tasks have kinds without a handler. */
	static class Kinds {

		/** Compresses a folder. */
		@BackgroundTaskKind(value = "compress", description = "Compresses a folder of the archive.")
		long compress(Folder folder) {
			return folder.files();
		}

		/**
		 * The input of a compression.
		 *
		 * @param path the path of the folder
		 * @param files the number of its files
		 */
		record Folder(String path, long files) {
		}

	}

	/** A servlet application. */
	@Configuration(proxyBeanMethods = false)
	@Import(Kinds.class)
	static class Servlet {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(withDefaults())
				.build();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(USERS);
		}

	}

	/** A reactive application. */
	@Configuration(proxyBeanMethods = false)
	@Import(Kinds.class)
	static class Reactive {

		@Bean
		SecurityWebFilterChain chain(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.formLogin(withDefaults())
				.build();
		}

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(USERS);
		}

	}

}
