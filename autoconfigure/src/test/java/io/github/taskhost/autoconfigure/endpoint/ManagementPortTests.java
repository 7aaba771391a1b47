package io.github.taskhost.autoconfigure.endpoint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint on a separate port.
 */
@Timeout(60)
class ManagementPortTests {

	@Test
	void respondsThereAndStopsWithTheApplication() throws Exception {
		BackgroundTaskHost host;
		try (ConfigurableApplicationContext context = run()) {
			host = context.getBean(BackgroundTaskHost.class);
			HttpResponse<String> response = get(context, "local.management.port");
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("\"tasks\":[]");
			assertThat(get(context, "local.server.port").statusCode()).isEqualTo(404);
		}
		assertThat(host.phase()).isEqualTo(HostPhase.STOPPED);
	}

	private static ConfigurableApplicationContext run() {
		return new SpringApplicationBuilder(ServletBackgroundTasksEndpointTests.Application.class)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "management.server.port=0",
					"management.endpoints.web.exposure.include=backgroundtasks")
			.run();
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String port) throws Exception {
		URI uri = URI
			.create("http://127.0.0.1:" + context.getEnvironment().getProperty(port) + "/actuator/backgroundtasks");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
					HttpResponse.BodyHandlers.ofString());
	}

}
