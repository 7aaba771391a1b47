package io.github.taskhost.local.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

import io.github.taskhost.kind.ThreadType;

/**
 * Makes the threads of the host: one for each attempt, and helpers for user code that is
 * not a body: callbacks, listeners that go on, completions.
 */
public final class HostThreads implements Executor {

	private static final ThreadFactory HELPERS = Thread.ofVirtual()
		.name("taskhost-helper-", 0)
		.inheritInheritableThreadLocals(false)
		.factory();

	private final ThreadFactory virtual;

	private final ThreadFactory platform;

	private final ClassLoader classLoader;

	/** As many as there are timers that fired and calls that were begun. */
	private final Set<Thread> helpers = ConcurrentHashMap.newKeySet();

	public HostThreads(ThreadFactory virtual, ThreadFactory platform, ClassLoader classLoader) {
		this.virtual = virtual;
		this.platform = platform;
		this.classLoader = classLoader;
	}

	public static ThreadFactory virtualFactory() {
		return Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();
	}

	public static ThreadFactory platformFactory() {
		return Thread.ofPlatform().daemon().inheritInheritableThreadLocals(false).factory();
	}

	/**
	 * Makes a thread; the work names it, so that whoever starts it does not wait for
	 * that.
	 */
	public Thread newThread(ThreadType type, Runnable work) {
		Thread thread = ((type == ThreadType.PLATFORM) ? this.platform : this.virtual).newThread(work);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

	@Override
	public void execute(Runnable work) {
		Thread thread = HELPERS.newThread(() -> help(work));
		thread.setContextClassLoader(this.classLoader);
		this.helpers.add(thread);
		try {
			thread.start();
		}
		catch (Throwable ex) {
			this.helpers.remove(thread);
			throw ex;
		}
	}

	private void help(Runnable work) {
		try {
			work.run();
		}
		finally {
			this.helpers.remove(Thread.currentThread());
		}
	}

	/** The helpers that are at work. */
	public Set<Thread> helpers() {
		return Set.copyOf(this.helpers);
	}

}
