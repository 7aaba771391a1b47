package io.github.taskhost.sample.monitors;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Asks an address again and again until it is cancelled, and reports each change of its
 * answer.
 */
class Monitor implements BackgroundTask<@Nullable Void> {

	private static final int MAX_BODY = 64 * 1024;

	private final HttpClient client;

	private final LoopbackUrl url;

	private final Duration every;

	private @Nullable Answer last;

	private long changes;

	Monitor(HttpClient client, LoopbackUrl url, Duration every) {
		this.client = client;
		this.url = url;
		this.every = every;
	}

	@Override
	public @Nullable Void run(BackgroundTaskContext context) throws InterruptedException {
		for (long polls = 1;; polls++) {
			report(context, ask());
			context.progress(Progress.of(polls, "polls"));
			context.sleep(this.every);
		}
	}

	private void report(BackgroundTaskContext context, Answer answer) {
		if (this.last != null && !this.last.equals(answer)) {
			this.changes++;
		}
		this.last = answer;
		context.status(this.url.uri() + " answers " + answer.status() + "; changed " + this.changes + " times");
	}

	private Answer ask() throws InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.url.uri()).timeout(Duration.ofSeconds(5)).build();
		try {
			HttpResponse<InputStream> response = this.client.send(request, HttpResponse.BodyHandlers.ofInputStream());
			try (InputStream body = response.body()) {
				return new Answer("HTTP " + response.statusCode(),
						new String(body.readNBytes(MAX_BODY), StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			return new Answer("nothing (" + ex.getClass().getSimpleName() + ")", "");
		}
	}

	private record Answer(String status, String body) {
	}

}
