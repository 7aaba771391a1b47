package io.github.taskhost.local.journal;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.test.contract.support.DurableHostFactory;
import io.github.taskhost.test.contract.support.HostParts;

/** Hosts that share a journal in memory. */
final class JournaledHosts implements DurableHostFactory {

	private final List<BackgroundTaskHost> lost = new ArrayList<>();

	/** The hosts that are closed before the next start. */
	private final List<BackgroundTaskHost> stopped = new ArrayList<>();

	private final boolean closesAtStop;

	private MemoryJournal journal = new MemoryJournal();

	/**
	 * Creates a factory.
	 * @param closesAtStop whether a stop gives the tasks back, for the next start;
	 * otherwise the reported work of a stopped host goes on until the next start, which
	 * has an empty journal
	 */
	JournaledHosts(boolean closesAtStop) {
		this.closesAtStop = closesAtStop;
	}

	@Override
	public BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
			BackgroundTaskListener listener, HostParts parts) {
		if (!this.closesAtStop) {
			this.stopped.forEach(JournaledHosts::close);
			this.stopped.clear();
			this.journal = new MemoryJournal();
		}
		LocalBackgroundTaskHost.Builder builder = parts.addTo(LocalBackgroundTaskHost.builder()
			.journal(next())
			.options(options)
			.clock(clock)
			.timer(timer)
			.addListener(listener));
		LocalBackgroundTaskHost host = builder.build();
		host.recover();
		return host;
	}

	private MemoryJournal next() {
		this.journal = this.journal.forNextStart();
		return this.journal;
	}

	@Override
	public void stop(BackgroundTaskHost host) {
		if (this.closesAtStop) {
			close(host);
		}
		else {
			((LocalBackgroundTaskHost) host).stop();
			this.stopped.add(host);
		}
	}

	private static void close(BackgroundTaskHost host) {
		((LocalBackgroundTaskHost) host).close();
	}

	@Override
	public void lose(BackgroundTaskHost host) {
		this.journal.lose();
		this.lost.add(host);
	}

	@Override
	public void clear() {
		this.lost.forEach(this::stop);
		this.lost.clear();
		this.journal = new MemoryJournal();
	}

}
