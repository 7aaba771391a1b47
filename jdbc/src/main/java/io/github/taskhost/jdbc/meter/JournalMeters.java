package io.github.taskhost.jdbc.meter;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.task.FailureKind;
import io.github.taskhost.task.TaskFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The counters of this start of the host, and the recorders of its commits. Thread-safe.
 */
public final class JournalMeters {

	private static final Logger log = LoggerFactory.getLogger(JournalMeters.class);

	private final LongAdder takeovers = new LongAdder();

	private final LongAdder recovered = new LongAdder();

	private final LongAdder orphaned = new LongAdder();

	private final LongAdder fencedWrites = new LongAdder();

	/** Written when meters are bound, and read at each commit. */
	private final List<CommitRecorder> recorders = new CopyOnWriteArrayList<>();

	/** Creates counters that are 0, without a recorder. */
	public JournalMeters() {
	}

	/**
	 * Adds a recorder, which is called from now on.
	 * @param recorder the recorder
	 */
	public void record(CommitRecorder recorder) {
		this.recorders.add(recorder);
	}

	/**
	 * Tells the recorders of a transaction that was committed.
	 * @param requests the number of its requests
	 * @param nanos its time, in nanoseconds
	 */
	public void committed(int requests, long nanos) {
		for (CommitRecorder recorder : this.recorders) {
			try {
				recorder.committed(requests, nanos);
			}
			catch (RuntimeException ex) {
				log.debug("A recorder of commits failed", ex);
			}
		}
	}

	/** Counts a lost node whose tasks were taken from it. */
	public void takenOver() {
		this.takeovers.increment();
	}

	/**
	 * Counts tasks of a lost node that run again.
	 * @param tasks their number
	 */
	public void recovered(long tasks) {
		this.recovered.add(tasks);
	}

	/**
	 * Counts a stored change if it ends a task with the loss of its process.
	 * @param change the change
	 */
	public void stored(JournalChange change) {
		TaskFailure failure = change.record().failure();
		if (failure != null && failure.kind() == FailureKind.ORPHANED && change instanceof JournalChange.Changed changed
				&& !changed.before().state().isTerminal()) {
			this.orphaned.increment();
		}
	}

	/** Counts a write that was refused, since this node is fenced. */
	public void fencedWrite() {
		this.fencedWrites.increment();
	}

	/**
	 * Returns the number of lost nodes whose tasks this node has taken from them.
	 * @return the number
	 */
	public long takeovers() {
		return this.takeovers.sum();
	}

	/**
	 * Returns the number of tasks of lost nodes that run again, as this node has decided.
	 * @return the number
	 */
	public long recovered() {
		return this.recovered.sum();
	}

	/**
	 * Returns the number of tasks that this node has ended, since their process was lost.
	 * @return the number
	 */
	public long orphaned() {
		return this.orphaned.sum();
	}

	/**
	 * Returns the number of writes that were refused, since this node was fenced.
	 * @return the number
	 */
	public long fencedWrites() {
		return this.fencedWrites.sum();
	}

}
