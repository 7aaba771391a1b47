package io.github.taskhost.crash;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Signals of the operating system.
 */
final class Signals {

	private Signals() {
	}

	/**
	 * Sends a signal.
	 * @param name the name of the signal, such as {@code STOP}
	 * @param pid the process
	 */
	static void send(String name, long pid) {
		try {
			int code = new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).inheritIO().start().waitFor();
			if (code != 0) {
				throw new IllegalStateException("Process " + pid + " cannot be sent " + name);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
