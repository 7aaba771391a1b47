package io.github.taskhost.local.task;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * The values that a task keeps for its later attempts: its checkpoint, and the results of
 * its steps by name. They are dropped when the task ends.
 *
 * <p>
 * <b>Synchronisation.</b> All fields are guarded by {@code lock}. The right of an attempt
 * to keep a value is checked under it, so an attempt that is over never replaces a value
 * of the next one.
 */
public final class KeptValues {

	/** The maximum number of steps of a task. */
	public static final int MAX_STEPS = 1_000;

	/** The maximum size of the results of its steps, in characters. */
	public static final int MAX_SIZE = 2 * 1024 * 1024;

	/**
	 * Stands for the result of a step that returned nothing; other results may be null in
	 * JSON.
	 */
	public static final JsonPayload NOTHING = new JsonPayload("null");

	/** The values of all tasks that have ended. */
	static final KeptValues ENDED = new KeptValues();

	static {
		ENDED.end();
	}

	private final ReentrantLock lock = new ReentrantLock();

	private final Map<String, JsonPayload> results = new HashMap<>();

	/** The attempts that run a step, by the name of the step. */
	private final Map<String, Integer> running = new HashMap<>();

	private @Nullable JsonPayload checkpoint;

	private long size;

	private boolean ended;

	/** The checkpoint, or {@code null} for none. */
	public @Nullable JsonPayload checkpoint() {
		this.lock.lock();
		try {
			return this.checkpoint;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Replaces the checkpoint.
	 * @param check refuses an attempt that is over
	 */
	public void checkpoint(JsonPayload value, Runnable check) {
		this.lock.lock();
		try {
			check.run();
			if (!this.ended) {
				this.checkpoint = value;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Begins a step, unless its result is kept, it runs already, or there is no room. */
	public Begin begin(String step, int attempt) {
		this.lock.lock();
		try {
			JsonPayload kept = this.results.get(step);
			if (kept != null) {
				return new Begin.Kept(kept);
			}
			if (this.ended) {
				return Begin.Begun.BEGUN;
			}
			if (this.running.getOrDefault(step, 0) >= attempt) {
				return Begin.Refused.RUNS;
			}
			if (this.results.size() + this.running.size() >= MAX_STEPS && !this.running.containsKey(step)) {
				return Begin.Refused.FULL;
			}
			this.running.put(step, attempt);
			return Begin.Begun.BEGUN;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Keeps the result of a step.
	 * @param check refuses an attempt that is over
	 * @return {@code false} if the results are too large
	 */
	public boolean keep(String step, JsonPayload result, Runnable check) {
		this.lock.lock();
		try {
			check.run();
			boolean fits = this.size + result.text().length() <= MAX_SIZE;
			if (fits && !this.ended) {
				this.results.put(step, result);
				this.running.remove(step);
				this.size += result.text().length();
			}
			return fits || this.ended;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends a step, whose result may have been kept. */
	public void finish(String step, int attempt) {
		this.lock.lock();
		try {
			this.running.remove(step, attempt);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Restores the checkpoint from the journal; {@code null} removes it. */
	public void restoreCheckpoint(@Nullable JsonPayload stored) {
		this.lock.lock();
		try {
			if (!this.ended) {
				this.checkpoint = stored;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Restores the result of a step from the journal; {@code null} removes it. */
	public void restoreStep(String step, @Nullable JsonPayload stored) {
		this.lock.lock();
		try {
			JsonPayload earlier = (stored != null && !this.ended) ? this.results.put(step, stored)
					: this.results.remove(step);
			this.size += sizeOf(stored) - sizeOf(earlier);
		}
		finally {
			this.lock.unlock();
		}
	}

	private static long sizeOf(@Nullable JsonPayload value) {
		return (value != null) ? value.text().length() : 0;
	}

	/** Drops all values and keeps no more. */
	void end() {
		this.lock.lock();
		try {
			this.ended = true;
			this.checkpoint = null;
			this.results.clear();
			this.size = 0;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The answer to an attempt that wants to run a step. */
	public sealed interface Begin {

		/** The step may run; {@link #finish} must follow. */
		enum Begun implements Begin {

			/** The only value. */
			BEGUN

		}

		/**
		 * The step ran before.
		 *
		 * @param result its result
		 */
		record Kept(JsonPayload result) implements Begin {
		}

		/** The step may not run. */
		enum Refused implements Begin {

			/** Another thread of the attempt runs the step. */
			RUNS,

			/** The task has as many steps as it may have. */
			FULL

		}

	}

}
