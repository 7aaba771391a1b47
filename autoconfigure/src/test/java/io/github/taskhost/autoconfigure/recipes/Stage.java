package io.github.taskhost.autoconfigure.recipes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.TaskAwaitTimeoutException;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The surroundings of one recipe, with which its check runs and observes it.
 */
final class Stage extends Scene {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	private final Scene scene;

	private final int port;

	Stage(Scene scene, int port) {
		this.scene = scene;
		this.port = port;
	}

	@Override
	public void run() throws Exception {
		this.scene.run();
	}

	<T> T variable(String name, Class<T> type) {
		return type.cast(this.scene.variables.get(name));
	}

	/** The handle of the oldest task of the recipe. */
	BackgroundTaskHandle<Object> task() {
		return this.session.task(this.session.list().getFirst().id());
	}

	BackgroundTaskHandle<Object> submit(String kind) {
		return this.session.submit(TaskRequest.of(kind).input(this.order));
	}

	BackgroundTaskRecord end() throws InterruptedException {
		return task().await(LIMIT);
	}

	/** Moves the time by steps until the oldest task of the recipe has ended. */
	BackgroundTaskRecord endAfterSteps(Duration step) throws InterruptedException {
		while (true) {
			this.time.advance(step);
			try {
				return task().await(Duration.ofMillis(5));
			}
			catch (TaskAwaitTimeoutException ex) {
				// its timer was set after the step, or needs another one
			}
		}
	}

	/** Moves the time by steps until a service is called. */
	Object callAfterSteps(Services.Calls service, Duration step) throws InterruptedException {
		while (true) {
			Object call = service.nextWithin(5);
			if (call != null) {
				return call;
			}
			this.time.advance(step);
		}
	}

	void runToCompletion() throws Exception {
		run();
		assertCompleted(end());
	}

	void assertCompleted(BackgroundTaskRecord record) {
		assertThat(record.state()).as("%s", record.failure()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	void assertFailed(BackgroundTaskRecord record, FailureKind kind) {
		assertThat(record.failure()).isNotNull().returns(kind, (failure) -> failure.kind());
	}

	HttpResponse<String> get(String path) throws IOException, InterruptedException {
		try (HttpClient client = HttpClient.newHttpClient()) {
			return client.send(request(path), HttpResponse.BodyHandlers.ofString());
		}
	}

	/** The first data of an event stream. */
	String firstData(String path) throws IOException, InterruptedException {
		HttpClient client = HttpClient.newHttpClient();
		try (Stream<String> lines = client.send(request(path), HttpResponse.BodyHandlers.ofLines()).body()) {
			return lines.filter((line) -> line.startsWith("data:")).findFirst().orElseThrow();
		}
		finally {
			client.shutdownNow();
		}
	}

	private HttpRequest request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path)).timeout(LIMIT).build();
	}

}
