package io.github.taskhost.local.commit;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the records, which counts them. Its hash does not depend on their order,
 * and differs if a record was changed, inserted or removed, or if a slot was taken, lent
 * out or returned. Used by one thread.
 */
public final class RecordWalk {

	private int visited;

	private int live;

	private int ended;

	private long hash;

	private long sessions;

	/** The live records by kind and state, and the used slots by queue. */
	private final Map<Object, Integer> seen = new HashMap<>();

	private final @Nullable Map<String, Integer> bySession;

	/**
	 * Creates a walk.
	 * @param countsBySession whether it counts the live tasks of each session
	 */
	public RecordWalk(boolean countsBySession) {
		this.bySession = countsBySession ? new HashMap<>() : null;
	}

	/**
	 * Counts a record.
	 * @param task the task
	 * @param used the queue whose slot the task uses, or {@code null}
	 */
	public void visit(LocalTask task, @Nullable SlotQueue<LocalTask> used) {
		BackgroundTaskRecord record = task.record();
		UUID uid = record.uid();
		this.visited++;
		this.hash += mix(mix(mix(uid.getMostSignificantBits()) + uid.getLeastSignificantBits()) + 2 * record.version()
				+ ((used != null) ? 1 : 0));
		if (used != null) {
			this.seen.merge(used, 1, Integer::sum);
		}
		if (record.state().isTerminal()) {
			this.ended++;
		}
		else {
			visitLive(task, record);
		}
	}

	private void visitLive(LocalTask task, BackgroundTaskRecord record) {
		this.live++;
		this.seen.merge(task.kind().live(record.state()), 1, Integer::sum);
		this.sessions += hash(record.sessionId());
		if (this.bySession != null) {
			this.bySession.merge(record.sessionId(), 1, Integer::sum);
		}
	}

	/** Whether another walk has found the same records. */
	public boolean foundTheSameAs(RecordWalk other) {
		return this.hash == other.hash && this.visited == other.visited && this.live == other.live
				&& this.seen.equals(other.seen);
	}

	public int visited() {
		return this.visited;
	}

	public int live() {
		return this.live;
	}

	public int ended() {
		return this.ended;
	}

	/** A hash of the records and the used slots. */
	public long hash() {
		return this.hash;
	}

	/** The sum of the hashes of the sessions of the live tasks. */
	public long sessions() {
		return this.sessions;
	}

	/** The number of records that a counter should count. */
	public int seen(Object counter) {
		return this.seen.getOrDefault(counter, 0);
	}

	/** The numbers of live tasks by session, if they are counted. */
	public @Nullable Map<String, Integer> bySession() {
		return this.bySession;
	}

	/** The hash of a session. */
	public static long hash(String sessionId) {
		return mix(sessionId.hashCode());
	}

	/** The finalizer of SplitMix64. */
	private static long mix(long value) {
		long mixed = value + 0x9e3779b97f4a7c15L;
		mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
		return mixed ^ (mixed >>> 31);
	}

}
