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
 * Sends a single request to a URL. Bounds the response in time and size, follows no
 * redirects and uses no proxy.
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

	ProbeResult check(LoopbackUrl url) throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(url.uri()).build();
		CompletableFuture<HttpResponse<String>> exchange = this.client.sendAsync(request, (head) -> new BodyDigest());
		try {
			HttpResponse<String> response = exchange.get(this.properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
			return new ProbeResult("HTTP " + response.statusCode(), response.body());
		}
		catch (ExecutionException ex) {
			return new ProbeResult("no response (" + nameOf(ex.getCause()) + ")", "");
		}
		catch (TimeoutException ex) {
			return new ProbeResult("no response in time", "");
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
