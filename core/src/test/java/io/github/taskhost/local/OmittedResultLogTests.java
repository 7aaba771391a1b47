package io.github.taskhost.local;

import io.github.taskhost.local.body.ReportPlane;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Log lines about results that records do not have. */
class OmittedResultLogTests extends LocalHostTest {

	private final LogLines lines = LogLines.of(ReportPlane.class);

	@AfterEach
	void listenNoMore() {
		this.lines.close();
	}

	private void run(String kind, Object result) throws InterruptedException {
		session().spawn(kind, (context) -> result).await(PATIENCE);
	}

	@Test
	void resultThatIsLeftOutIsLoggedOnceForItsKind() throws Exception {
		start((builder) -> builder.codec(new GreetingCodec()));
		run("copy", new Greeting("ann"));
		assertThat(this.lines.warnings()).isEmpty();
		run("copy", 5);
		run("copy", 6);
		assertThat(this.lines.warnings()).singleElement()
			.asString()
			.contains("copy", "java.lang.Integer", "it is no greeting");
		run("move", 7);
		assertThat(this.lines.warnings()).hasSize(2);
	}

	@Test
	void reportedResultThatIsLeftOutIsLoggedOnceForItsKind() throws Exception {
		start((builder) -> builder.codec(new GreetingCodec()));
		for (int i = 0; i < 2; i++) {
			session().run("copy", (context) -> context.result(5)).await(PATIENCE);
		}
		assertThat(this.lines.warnings()).singleElement()
			.asString()
			.contains("copy", "java.lang.Integer", "it is no greeting");
	}

	@Test
	void hostWithoutACodecIsQuiet() throws Exception {
		run("copy", 5);
		assertThat(this.lines.warnings()).isEmpty();
	}

}
