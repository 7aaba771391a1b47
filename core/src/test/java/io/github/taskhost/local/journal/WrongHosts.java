package io.github.taskhost.local.journal;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.test.contract.support.HostFactory;
import io.github.taskhost.test.contract.support.HostParts;
import io.github.taskhost.test.contract.support.WrongHost;

/**
 * Pairs of hosts that share a journal in memory, each behind the wrong one of the two.
 */
public final class WrongHosts implements HostFactory {

	/** The pause between two looks of an owner, for operations that wait for it. */
	private static final int POLL_MILLIS = 100;

	private final Map<BackgroundTaskHost, Pair> pairs = new ConcurrentHashMap<>();

	/** Closed before the next start: the reported work of a stopped host goes on. */
	private final List<Pair> stopped = new CopyOnWriteArrayList<>();

	@Override
	public BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
			BackgroundTaskListener listener, HostParts parts) {
		this.stopped.forEach(Pair::close);
		this.stopped.clear();
		MemoryJournal owners = new MemoryJournal();
		MemoryJournal others = new MemoryJournal(owners);
		LocalBackgroundTaskHost owner = host(owners, options, clock, timer, listener, parts);
		LocalBackgroundTaskHost other = host(others, options, clock, timer, listener, parts);
		Pair pair = new Pair(owner, other, owners, others, Executors.newSingleThreadScheduledExecutor());
		pair.notices().scheduleWithFixedDelay(pair::poll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
		BackgroundTaskHost host = WrongHost.of(owner, other, () -> {
		}, pair::drain);
		this.pairs.put(host, pair);
		return host;
	}

	private static LocalBackgroundTaskHost host(MemoryJournal journal, BackgroundTaskHostOptions options, Clock clock,
			TaskTimer timer, BackgroundTaskListener listener, HostParts parts) {
		LocalBackgroundTaskHost.Builder builder = parts.addTo(LocalBackgroundTaskHost.builder()
			.journal(journal)
			.options(options)
			.clock(clock)
			.timer(timer)
			.addListener(listener));
		LocalBackgroundTaskHost host = builder.build();
		host.recover();
		return host;
	}

	@Override
	public void stop(BackgroundTaskHost host) {
		Pair pair = this.pairs.remove(host);
		if (pair != null) {
			pair.other().stop();
			pair.owner().stop();
			this.stopped.add(pair);
		}
	}

	private record Pair(LocalBackgroundTaskHost owner, LocalBackgroundTaskHost other, MemoryJournal owners,
			MemoryJournal others, ScheduledExecutorService notices) {

		void close() {
			this.notices.shutdownNow();
			this.other.close();
			this.owner.close();
		}

		/** Looks for notices; the host has logged its own errors. */
		void poll() {
			try {
				this.owners.drain();
				this.others.drain();
			}
			catch (RuntimeException ex) {
				// the next operation fails with it
			}
		}

		void drain() {
			if (this.notices.isShutdown()) {
				return;
			}
			try {
				this.notices.submit(this.owners::drain).get(10, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (ExecutionException | TimeoutException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

}
