package io.github.taskhost.local;

import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.HostPhase;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.spi.TaskTimer.Scheduled;
import org.jspecify.annotations.Nullable;

/**
 * The phases of a host. {@code lock} makes its changes take turns.
 */
final class HostLife {

	private final ReentrantLock lock = new ReentrantLock();

	/** Guards the next sweep. A sweep is awaited by whoever holds the other lock. */
	private final ReentrantLock sweeps = new ReentrantLock();

	private final Host host;

	private final Shutdown shutdown;

	private boolean closed;

	/**
	 * There is one: a sweep that is late finds the next one set by a start, and takes its
	 * place.
	 */
	private @Nullable Scheduled nextSweep;

	HostLife(Host host, BackgroundTaskHostOptions options) {
		this.host = host;
		this.shutdown = new Shutdown(host, options.shutdown());
		sweepLater();
	}

	private void sweepLater() {
		this.sweeps.lock();
		try {
			if (this.nextSweep != null) {
				this.nextSweep.cancel();
			}
			this.nextSweep = this.host.alarms().after(this.host.retention().sweepInterval(), this::sweep);
		}
		finally {
			this.sweeps.unlock();
		}
	}

	private void sweep() {
		this.host.delivery().handOver().during(() -> this.host.retention().sweep(this.host.clock().instant()));
		sweepLater();
	}

	void start() {
		this.lock.lock();
		try {
			if (this.host.phase() != HostPhase.RUNNING) {
				if (this.closed) {
					this.closed = false;
					this.host.timer().start();
					sweepLater();
				}
				this.host.subscriptions().open();
				this.host.phase(HostPhase.RUNNING);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Does something while no work is taken. */
	void pause(Pause work) throws InterruptedException {
		this.lock.lockInterruptibly();
		HostPhase before = this.host.phase();
		try {
			this.host.phase(HostPhase.STOPPING);
			this.host.sessions().all().forEach(Session::awaitAdmissions);
			work.run();
		}
		finally {
			this.host.phase(before);
			this.lock.unlock();
		}
	}

	void drain() {
		this.lock.lock();
		try {
			if (this.host.phase() == HostPhase.RUNNING) {
				this.host.phase(HostPhase.DRAINING);
				this.host.subscriptions().end();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	void stop() {
		this.lock.lock();
		try {
			if (this.host.phase() != HostPhase.STOPPED) {
				this.host.phase(HostPhase.STOPPING);
				this.host.subscriptions().end();
				this.shutdown.run();
				this.host.phase(HostPhase.STOPPED);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends the timer too: what was to come later is forgotten. */
	void close() {
		drain();
		stop();
		this.lock.lock();
		try {
			if (this.host.phase() == HostPhase.STOPPED) {
				this.closed = true;
				this.host.timer().stop();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What is done while no work is taken. */
	@FunctionalInterface
	interface Pause {

		/** Does it. */
		void run() throws InterruptedException;

	}

}
