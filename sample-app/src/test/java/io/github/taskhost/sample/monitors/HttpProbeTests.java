package io.github.taskhost.sample.monitors;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class HttpProbeTests {

	private final CountDownLatch testOver = new CountDownLatch(1);

	private final HttpProbe probe = new HttpProbe(
			new MonitorProperties(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(30)));

	private HttpServer server;

	@BeforeEach
	void startServer() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.server.start();
	}

	@AfterEach
	void stopServer() {
		this.testOver.countDown();
		this.server.stop(0);
		this.probe.destroy();
	}

	private LoopbackUrl serve(HttpHandler handler) {
		this.server.createContext("/watched", handler);
		return LoopbackUrl.of("http://localhost:" + this.server.getAddress().getPort() + "/watched");
	}

	@Test
	void differentBodyIsADifferentResult() throws Exception {
		AtomicInteger count = new AtomicInteger();
		LoopbackUrl url = serve((exchange) -> {
			exchange.sendResponseHeaders(200, 1);
			exchange.getResponseBody().write((count.incrementAndGet() < 3) ? 'a' : 'b');
			exchange.close();
		});
		ProbeResult first = this.probe.check(url);
		assertThat(first.status()).isEqualTo("HTTP 200");
		assertThat(this.probe.check(url)).isEqualTo(first);
		assertThat(this.probe.check(url)).isNotEqualTo(first);
	}

	@Test
	void redirectIsReportedAndNotFollowed() throws Exception {
		AtomicInteger elsewhere = new AtomicInteger();
		this.server.createContext("/elsewhere", (exchange) -> {
			elsewhere.incrementAndGet();
			exchange.close();
		});
		LoopbackUrl url = serve((exchange) -> {
			exchange.getResponseHeaders().set("Location", "/elsewhere");
			exchange.sendResponseHeaders(302, -1);
			exchange.close();
		});
		assertThat(this.probe.check(url).status()).isEqualTo("HTTP 302");
		assertThat(elsewhere).hasValue(0);
	}

	@Test
	void endlessBodyIsReadUpToTheLimit() throws Exception {
		CountDownLatch hungUp = new CountDownLatch(1);
		LoopbackUrl url = serve((exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			try (OutputStream body = exchange.getResponseBody()) {
				while (this.testOver.getCount() > 0) {
					body.write(new byte[BodyDigest.MAX_BYTES]);
				}
			}
			catch (IOException ex) {
				hungUp.countDown();
			}
		});
		assertThat(this.probe.check(url).status()).isEqualTo("HTTP 200");
		hungUp.await();
	}

	@Test
	void incompleteBodyRunsIntoTheTimeout() throws Exception {
		LoopbackUrl url = serve((exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			exchange.getResponseBody().write('a');
			exchange.getResponseBody().flush();
			awaitEnd();
		});
		HttpProbe impatient = new HttpProbe(
				new MonitorProperties(Duration.ZERO, Duration.ZERO, Duration.ofMillis(200)));
		assertThat(impatient.check(url).status()).isEqualTo("no response in time");
		impatient.destroy();
	}

	private void awaitEnd() {
		try {
			this.testOver.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void closedPortIsReported() throws Exception {
		LoopbackUrl url = serve((exchange) -> exchange.close());
		this.server.stop(0);
		assertThat(this.probe.check(url).status()).isEqualTo("no response (ConnectException)");
	}

}
