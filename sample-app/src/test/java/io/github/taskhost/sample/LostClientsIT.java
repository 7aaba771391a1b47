package io.github.taskhost.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients of event streams that disappear without a word, over real sockets. On Linux
 * every address of 127.0.0.0/8 is a caller.
 */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "sample.demo.enabled=false", "spring.datasource.url=jdbc:h2:mem:lost;DB_CLOSE_DELAY=-1",
				"taskhost.web.streams.heartbeat=100ms", "taskhost.web.streams.max-per-session=4",
				"taskhost.web.streams.max-per-caller=20", "taskhost.limits.subscriptions=30" })
class LostClientsIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@LocalServerPort
	private int port;

	private final List<Socket> sockets = new ArrayList<>();

	@AfterEach
	void disconnect() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		this.sockets.clear();
	}

	@Test
	void streamsOfOneCallerAreLimitedAndOthersAreServed() throws Exception {
		for (int i = 0; i < 20; i++) {
			assertThat(status("127.0.0.1", "s" + i)).isEqualTo(200);
		}
		for (int i = 20; i < 40; i++) {
			assertThat(status("127.0.0.1", "s" + i)).isEqualTo(429);
		}
		assertThat(status("127.0.0.2", "s1")).isEqualTo(200);
	}

	@Test
	void streamsOfOneSessionAreLimited() throws Exception {
		for (int i = 1; i <= 4; i++) {
			assertThat(status("127.0.0." + i, "shared")).isEqualTo(200);
		}
		assertThat(status("127.0.0.5", "shared")).isEqualTo(429);
		assertThat(status("127.0.0.5", "other")).isEqualTo(200);
	}

	@Test
	void placesOfLostClientsAreFreeAgain() throws Exception {
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < 20; i++) {
				awaitStream("127.0.0.3", "round-" + i);
			}
			assertThat(status("127.0.0.3", "one-more")).isEqualTo(429);
			disconnect();
		}
	}

	private void awaitStream(String caller, String session) {
		Awaitility.await()
			.atMost(TIMEOUT)
			.pollInterval(Duration.ofMillis(50))
			.until(() -> status(caller, session), (status) -> status == 200);
	}

	/** Requests a stream, and returns the status; the connection stays open. */
	private int status(String caller, String session) throws IOException {
		Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), this.port, InetAddress.getByName(caller), 0);
		this.sockets.add(socket);
		socket.getOutputStream()
			.write(("GET /sessions/" + session + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		BufferedReader answer = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
		return Integer.parseInt(answer.readLine().split(" ")[1]);
	}

}
