package io.github.taskhost.local.time;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

import io.github.taskhost.kind.ThreadType;

/**
 * Creates the threads of the host: one for each attempt, virtual helper threads for
 * callbacks, deliveries and calls of executors, and platform helper threads for calls of
 * the thread factories of the application.
 */
public final class HostThreads implements Executor {

	private static final ThreadFactory HELPERS = Thread.ofVirtual()
		.name("taskhost-helper-", 0)
		.inheritInheritableThreadLocals(false)
		.factory();

	private static final ThreadFactory PLATFORM_HELPERS = Thread.ofPlatform()
		.daemon()
		.name("taskhost-helper-", 0)
		.inheritInheritableThreadLocals(false)
		.factory();

	private static final ThreadFactory VIRTUAL = Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

	private static final ThreadFactory PLATFORM = Thread.ofPlatform()
		.daemon()
		.inheritInheritableThreadLocals(false)
		.factory();

	private final ThreadFactory virtual;

	private final ThreadFactory platform;

	private final ClassLoader classLoader;

	/**
	 * The helpers that are at work; bounded by the number of begun deliveries, callbacks
	 * and calls.
	 */
	private final Set<Thread> helpers = ConcurrentHashMap.newKeySet();

	public HostThreads(ThreadFactory virtual, ThreadFactory platform, ClassLoader classLoader) {
		this.virtual = virtual;
		this.platform = platform;
		this.classLoader = classLoader;
	}

	public static ThreadFactory virtualFactory() {
		return VIRTUAL;
	}

	public static ThreadFactory platformFactory() {
		return PLATFORM;
	}

	/** Whether no code of the application creates the threads of a type. */
	public boolean createsItself(ThreadType type) {
		return (type == ThreadType.PLATFORM) ? this.platform == PLATFORM : this.virtual == VIRTUAL;
	}

	/**
	 * Creates a thread. The work names the thread itself, so that starting it does not
	 * wait for the name.
	 */
	public Thread newThread(ThreadType type, Runnable work) {
		Thread thread = ((type == ThreadType.PLATFORM) ? this.platform : this.virtual).newThread(work);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

	@Override
	public void execute(Runnable work) {
		execute(HELPERS, work);
	}

	/** Runs work that must not wait for a carrier, which bodies may all occupy. */
	public void executeOnPlatform(Runnable work) {
		execute(PLATFORM_HELPERS, work);
	}

	private void execute(ThreadFactory factory, Runnable work) {
		Thread thread = factory.newThread(() -> help(work));
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

	/** A snapshot of the helpers that are at work. */
	public Set<Thread> helpers() {
		return Set.copyOf(this.helpers);
	}

}
