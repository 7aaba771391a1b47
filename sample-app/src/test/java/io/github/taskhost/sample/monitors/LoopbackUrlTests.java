package io.github.taskhost.sample.monitors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LoopbackUrlTests {

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost", "https://LOCALHOST:8443/a?b=c", "http://127.0.0.1:8080/",
			"http://127.8.9.10/", "http://[::1]:8080/", "http://[0:0:0:0:0:0:0:1]/" })
	void urlOnThisMachineIsAccepted(String url) {
		assertThat(LoopbackUrl.of(url).uri()).hasToString(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://example.com/", "http://10.0.0.1/", "http://169.254.169.254/", "http://0.0.0.0/",
			"http://[::]/", "http://[fe80::1]/", "http://127.0.0.1.example.com/", "http://127.0.0.999/",
			"http://localhost.example.com/", "http://localhost@example.com/", "http://user@localhost/",
			"http://2130706433/", "ftp://localhost/", "file:///etc/hosts", "//localhost/", "/relative", "http://", "",
			"http://local host/" })
	void everyOtherUrlIsRefused(String url) {
		assertThatExceptionOfType(InvalidMonitorException.class).isThrownBy(() -> LoopbackUrl.of(url));
	}

}
