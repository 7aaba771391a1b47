package io.github.taskhost.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.console.web.ConsoleHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Pages whose connections break off while their streams are open. */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class LostPageTests {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void streamOfALostPageEndsWithoutAnErrorInTheLog(WebApplicationType type, CapturedOutput output) throws Exception {
		try (RealConsole console = RealConsole.start(type, RealConsole.Nothing.class, RealConsole.OPEN)) {
			ConsoleHandler handler = console.bean(ConsoleHandler.class);
			for (int i = 0; i < 5; i++) {
				breakOff(console.address("/taskhost/api/live?view=overview"));
			}
			Awaitility.await().until(() -> handler.openStreams() == 0);
			assertThat(console.json("/taskhost/api/overview").path("phase").asString()).isEqualTo("running");
		}
		assertQuiet(output);
	}

	/** The pages are left before their first sample, at any moment of its way. */
	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void streamsOfPagesThatAreLeftAtOnceEndWithoutAnErrorInTheLog(WebApplicationType type, CapturedOutput output)
			throws Exception {
		try (RealConsole console = RealConsole.start(type, RealConsole.Nothing.class, RealConsole.OPEN)) {
			ConsoleHandler handler = console.bean(ConsoleHandler.class);
			for (int i = 0; i < 400; i++) {
				try (Socket socket = ask(console.address("/taskhost/api/live?view=overview"))) {
					LockSupport.parkNanos(i * 5_000L);
					socket.setSoLinger(true, 0);
				}
			}
			Awaitility.await().until(() -> handler.openStreams() == 0);
		}
		assertQuiet(output);
	}

	/**
	 * Expects no warning, error or exception. Tomcat notes once, as an information, that
	 * it has cleaned up a request whose connection was reset.
	 */
	private static void assertQuiet(CapturedOutput output) {
		assertThat(output.getAll().replace("CoyoteAdapter$RecycleRequiredException", "")).doesNotContain("ERROR",
				"WARN", "Exception");
	}

	/** Reads the beginning of a stream and resets its connection. */
	private static void breakOff(URI address) throws IOException {
		try (Socket socket = ask(address)) {
			InputStream in = socket.getInputStream();
			assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
			socket.setSoLinger(true, 0);
		}
	}

	private static Socket ask(URI address) throws IOException {
		Socket socket = new Socket(address.getHost(), address.getPort());
		socket.getOutputStream()
			.write(("GET " + address.getPath() + "?" + address.getQuery() + " HTTP/1.1\r\nHost: localhost:"
					+ address.getPort() + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

}
