package io.github.taskhost.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.kind.ThreadType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Work that ends the JVM: the stop of the host does not wait for it. */
@Timeout(120)
class ExitTests {

	private static final String BODY = "body";

	private static final String HIDDEN = "hidden";

	@ParameterizedTest
	@EnumSource(ThreadType.class)
	void bodyCanExit(ThreadType thread) throws Exception {
		assertThat(exitCodeOf(BODY, thread)).isEqualTo(Exiting.CODE);
	}

	@Test
	void hiddenWorkCanExit() throws Exception {
		assertThat(exitCodeOf(HIDDEN, ThreadType.VIRTUAL)).isEqualTo(Exiting.CODE);
	}

	private static int exitCodeOf(String work, ThreadType thread) throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), Exiting.class.getName(), work, thread.name())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		try {
			assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("the process ended").isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** A program whose work calls {@code System.exit}, with a host that waits long. */
	static final class Exiting {

		static final int CODE = 7;

		private Exiting() {
		}

		public static void main(String[] args) throws InterruptedException {
			LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
				.options(BackgroundTaskHostOptions.withDefaults()
					.withKindDefaults(KindOptions.NONE.withThread(ThreadType.valueOf(args[1])))
					.withShutdown(new ShutdownOptions(Duration.ofHours(1), Duration.ofHours(1))))
				.build();
			Runtime.getRuntime().addShutdownHook(new Thread(host::close));
			if (args[0].equals(HIDDEN)) {
				host.spawnHidden("s1", "exit", () -> System.exit(CODE));
			}
			else {
				host.session("s1").spawn("other", (context) -> {
					System.exit(CODE);
					return null;
				});
			}
			Thread.currentThread().join();
		}

	}

}
