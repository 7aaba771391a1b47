package io.github.taskhost.sample.monitors;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Asks an address once. What it answers is bounded in time and size, and leads nowhere
 * else: no redirect is followed, no proxy is asked.
 */
@Component
class HttpProbe implements DisposableBean {

	private final HttpClient client;

	private final MonitorProperties properties;

	HttpProbe(MonitorProperties properties) {
		this.properties = properties;
		this.client = HttpClient.newBuilder()
			.connectTimeout(properties.timeout())
			.followRedirects(HttpClient.Redirect.NEVER)
			.proxy(HttpClient.Builder.NO_PROXY)
			.build();
	}

	Answer ask(LoopbackUrl url) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(url.uri()).build();
		CompletableFuture<HttpResponse<String>> exchange = this.client.sendAsync(request, (head) -> new BodyDigest());
		try {
			HttpResponse<String> response = exchange.get(this.properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
			return new Answer("HTTP " + response.statusCode(), response.body());
		}
		catch (ExecutionException ex) {
			return new Answer("nothing (" + nameOf(ex.getCause()) + ")", "");
		}
		catch (TimeoutException ex) {
			return new Answer("nothing in time", "");
		}
		finally {
			exchange.cancel(true);
		}
	}

	private static String nameOf(@Nullable Throwable cause) {
		return (cause != null) ? cause.getClass().getSimpleName() : "unknown";
	}

	@Override
	public void destroy() {
		this.client.shutdownNow();
	}

}
