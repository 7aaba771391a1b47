package io.github.taskhost.sample.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.ResourceAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class JobClientTests {

	private final CountDownLatch testOver = new CountDownLatch(1);

	private HttpServer server;

	private JobClient client;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.start();
		this.client = client(Duration.ofSeconds(30));
	}

	private JobClient client(Duration readTimeout) {
		return new JobClient(URI.create("http://localhost:" + this.server.getAddress().getPort()),
				new RemoteProperties(Duration.ofSeconds(30), readTimeout));
	}

	@AfterEach
	void stop() {
		this.testOver.countDown();
		this.client.destroy();
		this.server.stop(0);
	}

	private void serve(HttpHandler handler) {
		this.server.createContext("/jobs", handler);
	}

	@Test
	void unresponsiveServiceRunsIntoTheTimeout() {
		serve((exchange) -> {
			try {
				this.testOver.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		JobClient impatient = client(Duration.ofMillis(200));
		assertThatExceptionOfType(ResourceAccessException.class).isThrownBy(() -> impatient.find("a"));
		impatient.destroy();
	}

	@Test
	void failureOfTheServiceIsNotAMissingJob() {
		serve((exchange) -> {
			exchange.sendResponseHeaders(500, -1);
			exchange.close();
		});
		assertThatExceptionOfType(HttpServerErrorException.class).isThrownBy(() -> this.client.find("a"));
		assertThatExceptionOfType(HttpServerErrorException.class).isThrownBy(() -> this.client.cancel("a"));
	}

	@Test
	void unknownJobIsEmpty() {
		assertThat(this.client.find("a")).isEmpty();
	}

}
