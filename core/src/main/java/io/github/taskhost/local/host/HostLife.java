package io.github.taskhost.local.host;

import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.HostPhase;
import io.github.taskhost.local.commit.CurrentPhase;
import io.github.taskhost.local.event.Subscriptions;
import io.github.taskhost.local.executor.OwnerCalls;
import io.github.taskhost.local.gate.InterruptGate;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.spi.TaskJournal;
import org.jspecify.annotations.Nullable;

/**
 * Changes the phase of a host: start, drain, stop and close. {@code lock} serialises the
 * changes and guards {@code closed}.
 */
public final class HostLife {

	private final ReentrantLock lock = new ReentrantLock();

	private final CurrentPhase phase;

	private final Sessions sessions;

	private final Subscriptions subscriptions;

	private final Alarms alarms;

	private final Shutdown shutdown;

	private final Sweeps sweeps;

	private final Supervisor supervisor;

	private final OwnerCalls ownerCalls;

	private final @Nullable TaskJournal journal;

	private boolean closed;

	public HostLife(CurrentPhase phase, Sessions sessions, Subscriptions subscriptions, Alarms alarms,
			Shutdown shutdown, Sweeps sweeps, Supervisor supervisor, OwnerCalls ownerCalls,
			@Nullable TaskJournal journal) {
		this.phase = phase;
		this.sessions = sessions;
		this.subscriptions = subscriptions;
		this.alarms = alarms;
		this.shutdown = shutdown;
		this.sweeps = sweeps;
		this.supervisor = supervisor;
		this.ownerCalls = ownerCalls;
		this.journal = journal;
	}

	/** Begins the sweeps of a new host, and its supervision. */
	public void begin() {
		this.sweeps.begin();
		this.supervisor.begin();
	}

	public void start() {
		this.lock.lock();
		try {
			if (this.phase.get() != HostPhase.RUNNING) {
				if (this.closed) {
					this.closed = false;
					this.alarms.start();
					begin();
				}
				this.subscriptions.open();
				journalStops(false);
				this.phase.set(HostPhase.RUNNING);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Runs work while the host admits no tasks. */
	public void pause(Pause work) throws InterruptedException {
		this.lock.lockInterruptibly();
		HostPhase before = this.phase.get();
		try {
			this.phase.set(HostPhase.STOPPING);
			this.sessions.awaitAdmissions();
			work.run();
		}
		finally {
			this.phase.set(before);
			this.lock.unlock();
		}
	}

	public void drain() {
		this.lock.lock();
		try {
			if (this.phase.get() == HostPhase.RUNNING) {
				this.phase.set(HostPhase.DRAINING);
				this.subscriptions.end();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	public void stop() {
		this.lock.lock();
		try {
			if (this.phase.get() != HostPhase.STOPPED) {
				this.phase.set(HostPhase.STOPPING);
				this.subscriptions.end();
				journalStops(true);
				endAll();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void journalStops(boolean stops) {
		if (this.journal != null) {
			this.journal.stopping(stops);
		}
	}

	private void endAll() {
		try {
			InterruptGate.inside(this.shutdown::run);
		}
		finally {
			this.phase.set(HostPhase.STOPPED);
		}
	}

	/** Stops the host and its timer; scheduled alarms are dropped. */
	public void close() {
		drain();
		stop();
		this.lock.lock();
		try {
			if (this.phase.get() == HostPhase.STOPPED) {
				this.closed = true;
				this.alarms.stop();
				this.ownerCalls.stop();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Work that runs while the host admits no tasks. */
	@FunctionalInterface
	public interface Pause {

		/** Runs the work. */
		void run() throws InterruptedException;

	}

}
