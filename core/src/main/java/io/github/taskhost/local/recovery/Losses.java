package io.github.taskhost.local.recovery;

import java.time.Clock;

import io.github.taskhost.config.HostLimits;
import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.TaskCommand;
import io.github.taskhost.lifecycle.TaskLifecycle;
import io.github.taskhost.local.commit.JournalChanges;
import io.github.taskhost.local.kind.Kinds;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * Decides about tasks whose worker was lost, or that this process gives up.
 */
public final class Losses {

	private final Kinds kinds;

	private final HostLimits limits;

	private final Clock clock;

	public Losses(Kinds kinds, HostLimits limits, Clock clock) {
		this.kinds = kinds;
		this.limits = limits;
		this.clock = clock;
	}

	/**
	 * The next attempt of a task whose worker was lost; {@code null} for another
	 * decision: an end has consequences in this process.
	 */
	JournalChange.@Nullable Changed nextAttempt(StoredTask task) {
		Decision decision = TaskLifecycle.decide(task.record(), TaskLifecycle.ANY_ATTEMPT, of(task),
				this.clock.instant());
		boolean goesOn = decision instanceof Decision.Changed changed && !changed.next().state().isTerminal();
		return goesOn ? JournalChanges.recovered(task, (Decision.Changed) decision) : null;
	}

	/** The loss of the worker of a task. */
	TaskCommand.Lost of(StoredTask task) {
		boolean watched = this.kinds.of(task.record().kind()).options().heartbeatTimeout() != null;
		return new TaskCommand.Lost(task.recoveries() + 1, this.limits.recoveries(), watched, this.limits.attempts());
	}

	/** The loss of all tasks of this process, which another worker may have by now. */
	TaskCommand.Lost ofThisProcess() {
		return new TaskCommand.Lost(0, this.limits.recoveries(), false, this.limits.attempts());
	}

}
