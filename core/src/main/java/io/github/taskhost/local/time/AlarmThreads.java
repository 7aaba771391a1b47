package io.github.taskhost.local.time;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.internal.text.LogSafe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The platform threads on which alarms act: bodies that occupy all carriers of virtual
 * threads cannot hold up a deadline. At most {@value #MAX_THREADS} threads, which end
 * after ten seconds without an alarm. Their queue has at most one entry for each alarm
 * that is set. User code does not run on them, since it could block all of them: events
 * are delivered by helpers.
 */
final class AlarmThreads implements Executor {

	private static final Logger log = LoggerFactory.getLogger(AlarmThreads.class);

	private static final int MAX_THREADS = 4;

	private static final long IDLE_SECONDS = 10;

	/** The number of actions that wait or act. */
	private final AtomicInteger due = new AtomicInteger();

	private final AtomicInteger created = new AtomicInteger();

	private final ThreadPoolExecutor executor;

	private final ClassLoader classLoader;

	AlarmThreads(ClassLoader classLoader) {
		this.classLoader = classLoader;
		this.executor = new ThreadPoolExecutor(MAX_THREADS, MAX_THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), this::newThread);
		this.executor.allowCoreThreadTimeOut(true);
	}

	/** Keeps idle threads for ten seconds. */
	void keepIdle() {
		this.executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
	}

	/** Ends idle threads now, and others when they are idle. */
	void endIdle() {
		this.executor.setKeepAliveTime(1, TimeUnit.NANOSECONDS);
	}

	private Thread newThread(Runnable work) {
		Thread thread = new AlarmThread(work, "taskhost-alarm-" + this.created.getAndIncrement());
		thread.setDaemon(true);
		thread.setContextClassLoader(this.classLoader);
		return thread;
	}

	@Override
	public void execute(Runnable action) {
		this.due.incrementAndGet();
		try {
			this.executor.execute(() -> act(action));
		}
		catch (Throwable ex) {
			this.due.decrementAndGet();
			throw ex;
		}
	}

	private void act(Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			log.error("An alarm of the host failed", LogSafe.of(ex));
		}
		finally {
			this.due.decrementAndGet();
		}
	}

	/** Whether an action waits or acts, apart from one on the current thread. */
	boolean areActing() {
		return this.due.get() > (isCurrent() ? 1 : 0);
	}

	/** Whether the current thread is one of these threads, of any host. */
	static boolean isCurrent() {
		return Thread.currentThread() instanceof AlarmThread;
	}

	/** The class by which a thread is recognised. */
	private static final class AlarmThread extends Thread {

		AlarmThread(Runnable work, String name) {
			super(null, work, name, 0, false);
		}

	}

}
