package io.github.taskhost.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An application with a console, on a port of its own, and a client of it.
 */
final class RealConsole implements AutoCloseable {

	private static final JsonMapper MAPPER = new JsonMapper();

	/** Leaves Spring Security out, which is on the class path of these tests. */
	static final String OPEN = "spring.autoconfigure.exclude=" + Stream
		.of("ReactiveUserDetailsService", "Security", "UserDetailsService",
				"actuate.web.reactive.ReactiveManagementWebSecurity", "actuate.web.servlet.ManagementWebSecurity",
				"web.reactive.ReactiveWebSecurity", "web.servlet.SecurityFilter", "web.servlet.ServletWebSecurity")
		.map((name) -> "org.springframework.boot.security.autoconfigure." + name + "AutoConfiguration")
		.collect(Collectors.joining(","));

	private final ConfigurableApplicationContext context;

	private final CookieManager cookies = new CookieManager();

	private final HttpClient client;

	private final String base;

	private RealConsole(ConfigurableApplicationContext context, String base) {
		this.context = context;
		this.base = base;
		this.client = newClient(this.cookies);
	}

	private static HttpClient newClient(CookieManager cookies) {
		return HttpClient.newBuilder().cookieHandler(cookies).followRedirects(HttpClient.Redirect.NEVER).build();
	}

	/** Starts an application in memory with a configuration. */
	static RealConsole start(WebApplicationType type, Class<?> configuration, String... properties) {
		return run(type, List.of(Application.class, configuration), properties);
	}

	/** Starts an application. */
	static RealConsole run(WebApplicationType type, List<Class<?>> configurations, String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "taskhost.console.enabled=true",
				"spring.main.banner-mode=off", "spring.application.name=shop", "server.shutdown=graceful"));
		all.addAll(List.of(properties));
		ConfigurableApplicationContext context = new SpringApplicationBuilder(configurations.toArray(Class<?>[]::new))
			.sources((type == WebApplicationType.REACTIVE) ? OwnNetty.class : Nothing.class)
			.web(type)
			.properties(all.toArray(String[]::new))
			.run();
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		return new RealConsole(context, "http://localhost:" + port);
	}

	BackgroundTaskHost host() {
		return this.context.getBean(LocalBackgroundTaskHost.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	boolean has(Class<?> type) {
		return this.context.getBeanNamesForType(type).length > 0;
	}

	URI address(String path) {
		return URI.create(this.base + path);
	}

	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(address(path)).timeout(Duration.ofSeconds(30));
	}

	/**
	 * Sends a request on a connection of its own. Reactor Netty may stop reading a
	 * connection after a response of another thread, if the next request comes before it
	 * has ended the first one and is answered at once.
	 */
	HttpResponse<String> send(HttpRequest.Builder request) {
		try (HttpClient once = newClient(this.cookies)) {
			return once.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	HttpResponse<String> get(String path, String... headers) {
		HttpRequest.Builder request = request(path);
		return send((headers.length > 0) ? request.headers(headers) : request);
	}

	/** Reads JSON that must be there. */
	JsonNode json(String path, String... headers) {
		HttpResponse<String> response = get(path, headers);
		if (response.statusCode() != 200) {
			throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
		}
		return MAPPER.readTree(response.body());
	}

	static JsonNode read(HttpResponse<String> response) {
		return MAPPER.readTree(response.body());
	}

	/** Sends a form with the header of the console. */
	HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
		StringBuilder body = new StringBuilder();
		form.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
			.append(URLEncoder.encode(name, StandardCharsets.UTF_8))
			.append('=')
			.append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
		HttpRequest.Builder request = request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(body.toString()));
		return send((headers.length > 0) ? request.headers(headers) : request);
	}

	HttpClient client() {
		return this.client;
	}

	/** The environment of the application. */
	String property(String name) {
		return this.context.getEnvironment().getRequiredProperty(name);
	}

	/** The headers of HTTP Basic, for a user whose password is its name. */
	static String[] basic(String user, String... more) {
		String credentials = Base64.getEncoder().encodeToString((user + ":" + user).getBytes(StandardCharsets.UTF_8));
		return Stream.concat(Stream.of("Authorization", "Basic " + credentials), Stream.of(more))
			.toArray(String[]::new);
	}

	/** Sends a request as it is, which {@link HttpClient} would refuse or correct. */
	String raw(String target, String... headers) {
		URI address = address("/");
		try (Socket socket = new Socket("127.0.0.1", address.getPort())) {
			socket.setSoTimeout(30_000);
			StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nConnection: close\r\n");
			if (Stream.of(headers).noneMatch("Host"::equals)) {
				request.append("Host: ").append(address.getAuthority()).append("\r\n");
			}
			for (int i = 0; i < headers.length; i += 2) {
				request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
			}
			socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** The status of a request that is sent as it is. */
	int rawStatus(String target, String... headers) {
		return Integer.parseInt(raw(target, headers).split(" ", 3)[1]);
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** An application without security of its own, and without a database. */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = { "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
			"io.github.taskhost.jdbc.autoconfigure.TaskhostJdbcAutoConfiguration" })
	static class Application {

	}

	/**
	 * Two applications of one test must not share threads, which end with the first of
	 * them.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnNetty {

		@Bean
		ReactorResourceFactory reactorResourceFactory() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			resources.setShutdownQuietPeriod(Duration.ZERO);
			return resources;
		}

	}

	/** No further beans. */
	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

}
