package io.github.taskhost.local.host;

import java.util.stream.Stream;

/**
 * Recognizes work that called {@code System.exit}: its thread waits for the end of the
 * JVM and therefore for the stop of the host, which must not wait for it.
 */
final class JvmExit {

	private final boolean underWay;

	private JvmExit(boolean underWay) {
		this.underWay = underWay;
	}

	/** Looks whether the JVM is shutting down. */
	static JvmExit look() {
		Thread hook = Thread.ofPlatform().unstarted(() -> {
		});
		try {
			Runtime.getRuntime().addShutdownHook(hook);
			Runtime.getRuntime().removeShutdownHook(hook);
			return new JvmExit(false);
		}
		catch (IllegalStateException ex) {
			return new JvmExit(true);
		}
	}

	/** Whether a thread called {@code System.exit} and waits for the end of the JVM. */
	boolean isAwaitedBy(Thread thread) {
		return this.underWay && Stream.of(thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().equals(Runtime.class.getName())
					&& frame.getMethodName().equals("exit"));
	}

}
