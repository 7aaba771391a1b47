package io.github.taskhost.task;

import io.github.taskhost.error.InvalidTaskArgumentException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Addresses of artifacts, which pages offer as links. */
class TaskArtifactTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://example.org/r?x=../a#b", "HTTP://localhost:8080", "http://[::1]/a",
			"/files/r.csv", "files/r.csv", "r.csv?at=10:30", "./r.csv", "a..b/c...", "", "#top" })
	void webAndRelativeUrlsAreKept(String url) {
		assertThat(new TaskArtifact("report", null, null, url).url()).isEqualTo(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)",
			"java\nscript:alert(1)", "\u0001javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
			"ftp://example.org/r", "//example.org/r", "\\\\example.org\\r", "/\\example.org", "https:", "https:///r",
			"https:example.org", "http://\\example.org", "../r.csv", "a/../../r", "a/..", "..", "%2e%2E/r", ".%2e/r",
			"a/..?x", "..\\r" })
	void otherUrlsAreRefused(String url) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> new TaskArtifact("report", null, null, url))
			.withMessageContainingAll("'report'", "Use http or https, or a relative path");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../r.csv", "/var/../etc/passwd", "a\\..\\b", ".." })
	void pathsWithStepsUpwardsAreRefused(String path) {
		assertThatExceptionOfType(InvalidTaskArgumentException.class)
			.isThrownBy(() -> new TaskArtifact("report", null, path, null))
			.withMessageContainingAll("'report'", "'..'");
		assertThat(new TaskArtifact("report", null, "/var/a..b/r.csv", null).path()).isEqualTo("/var/a..b/r.csv");
	}

}
