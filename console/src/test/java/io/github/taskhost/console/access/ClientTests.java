package io.github.taskhost.console.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Tests for {@link Client}. */
class ClientTests {

	private static Client client(String address, Map<String, String> headers) throws UnknownHostException {
		return new Client(InetAddress.getByName(address), headers::get, true);
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1" })
	void addressesOfThisMachineAreLocal(String address) throws UnknownHostException {
		assertThat(client(address, Map.of("Host", "localhost")).isLocal()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.1.2.3", "192.168.0.1", "0.0.0.0", "::", "fe80::1", "::ffff:10.1.2.3", "128.0.0.1" })
	void otherAddressesAreNot(String address) throws UnknownHostException {
		assertThat(client(address, Map.of("Host", "localhost")).isLocal()).isFalse();
	}

	@Test
	void unknownAddressAndAbsentHostAreNotLocal() throws UnknownHostException {
		assertThat(new Client(null, Map.of("Host", "localhost")::get, true).isLocal()).isFalse();
		assertThat(client("127.0.0.1", Map.of()).isLocal()).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:8080, localhost:8080, true", "http://LOCALHOST:8080, localhost:8080, true",
			"https://shop.example, shop.example, true", "http://[::1]:8080, [::1]:8080, true",
			"http://localhost:8080, localhost, false", "http://evil.example, localhost:8080, false",
			"http://localhost:8080.evil.example, localhost:8080, false", "null, ll, false", "null, null, false",
			"ll, ll, false", "localhost:8080, localhost:8080, false", "file://, localhost, false",
			"http://, localhost, false", "x://localhost, localhost, false",
			"http://evil.example://localhost, localhost, false", "http://a@localhost, a@localhost, false" })
	void originIsComparedWithTheHost(String origin, String host, boolean same) throws UnknownHostException {
		assertThat(client("127.0.0.1", Map.of("Origin", origin, "Host", host)).isSameOrigin()).isEqualTo(same);
	}

	@Test
	void requestOfNoPageHasTheSameOrigin() throws UnknownHostException {
		assertThat(client("127.0.0.1", Map.of("Host", "localhost")).isSameOrigin()).isTrue();
		assertThat(client("127.0.0.1", Map.of("Host", "localhost", "Origin", "")).isSameOrigin()).isFalse();
	}

}
