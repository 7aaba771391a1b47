package io.github.taskhost.autoconfigure.web;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An HTTP client with cookies.
 */
final class Browser {

	private final CookieManager cookies = new CookieManager();

	private final HttpClient client = HttpClient.newBuilder().cookieHandler(this.cookies).build();

	private final String address;

	Browser(ApplicationContext application) {
		this.address = "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
	}

	boolean hasCookies() {
		return !this.cookies.getCookieStore().getCookies().isEmpty();
	}

	String get(String path) throws Exception {
		HttpResponse<String> response = start(path).get(30, TimeUnit.SECONDS);
		assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
		return response.body();
	}

	CompletableFuture<HttpResponse<String>> start(String path) {
		return send(request(path).GET().build());
	}

	HttpResponse<String> post(String path, String form) throws Exception {
		return send(request(path).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(form))
			.build()).get(30, TimeUnit.SECONDS);
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.address + path)).timeout(Duration.ofSeconds(30));
	}

	private CompletableFuture<HttpResponse<String>> send(HttpRequest request) {
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
	}

}
