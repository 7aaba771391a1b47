package io.github.taskhost.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of the host. A run ends when every record is terminal and the listener, if there
 * is one, has received every end.
 */
final class HostTasks implements Contender {

	private static final long POLL_NANOS = 20_000;

	private final String name;

	private final LocalBackgroundTaskHost host;

	private final @Nullable LongAdder received;

	private final Runnable closing;

	private final boolean lookedUp;

	HostTasks(String name, LocalBackgroundTaskHost host, @Nullable LongAdder received, Runnable closing,
			boolean lookedUp) {
		this.name = name;
		this.host = host;
		this.received = received;
		this.closing = closing;
		this.lookedUp = lookedUp;
	}

	static HostTasks plain(boolean lookedUp) {
		LocalBackgroundTaskHost host = Hosts.start();
		return new HostTasks(lookedUp ? "host, each looked up" : "host", host, null, host::close, lookedUp);
	}

	/** With the default limit of retained records: each end removes the oldest record. */
	static HostTasks withRetention() {
		int retained = BackgroundTaskHostOptions.withDefaults().retention().maxRecords();
		LocalBackgroundTaskHost host = Hosts.start(retained);
		return new HostTasks(String.format("host, %,d records retained", retained), host, null, host::close, false);
	}

	static HostTasks withListener() {
		LongAdder received = new LongAdder();
		LocalBackgroundTaskHost host = Hosts.start((event) -> count(event, received));
		return new HostTasks("host, one listener", host, received, host::close, false);
	}

	static void count(BackgroundTaskEvent event, LongAdder received) {
		if (event instanceof BackgroundTaskEvent.Completed) {
			received.increment();
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public void run(int tasks, int sessions) throws InterruptedException {
		String[] names = Hosts.sessions(sessions);
		String[] ids = new String[this.lookedUp ? tasks : 0];
		CountDownLatch ended = new CountDownLatch(tasks);
		BackgroundTask<@Nullable Object> body = (context) -> {
			ended.countDown();
			return null;
		};
		for (int i = 0; i < tasks; i++) {
			String id = this.host.spawnManaged(names[i % sessions], Hosts.TRIVIAL, body).id();
			if (this.lookedUp) {
				ids[i] = id;
			}
		}
		ended.await();
		while (this.host.statistics().live() > 0 || (this.received != null && this.received.sum() < tasks)) {
			LockSupport.parkNanos(POLL_NANOS);
		}
		lookUp(ids);
	}

	private void lookUp(String[] ids) {
		for (String id : ids) {
			if (this.host.get(id).orElseThrow().state() != BackgroundTaskState.COMPLETED) {
				throw new IllegalStateException("A trivial task did not complete: " + id);
			}
		}
	}

	@Override
	public void tidy() throws InterruptedException {
		this.host.reset(Hosts.TIMEOUT);
		if (this.received != null) {
			this.received.reset();
		}
	}

	@Override
	public void close() {
		this.closing.run();
	}

}
