package io.github.taskhost.jdbc.sql;

/**
 * The threads of a journal: platform threads, since pools of connections spin on virtual
 * ones, and daemons, so that they do not keep a process alive.
 */
public final class JournalThreads {

	private JournalThreads() {
	}

	public static Thread of(String name, Runnable task) {
		return Thread.ofPlatform().name(name).daemon().unstarted(task);
	}

	/** Waits for the end of a thread. An interrupt does not end the wait, and is kept. */
	public static void join(Thread thread) {
		boolean interrupted = false;
		while (thread.isAlive()) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
