package io.github.taskhost.local.recovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.taskhost.lifecycle.PlacementRules;
import io.github.taskhost.local.body.StartQueue;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.kind.Kinds;
import io.github.taskhost.local.kind.SlotQueue;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.FreeTask;
import io.github.taskhost.task.BackgroundTaskState;

/**
 * The room that this process has for further bodies while other processes share the
 * journal. A process that is alone has room for all: they wait here.
 */
public final class Room {

	private static final int TOGETHER = 100;

	private final Kinds kinds;

	private final StartQueue queue;

	public Room(Kinds kinds, StartQueue queue) {
		this.kinds = kinds;
		this.queue = queue;
	}

	/** Chooses the tasks that there is room for. */
	List<FreeTask> choose(List<FreeTask> oldestFirst) {
		boolean alone = !this.queue.placement().hasPeers();
		List<FreeTask> chosen = new ArrayList<>();
		Map<SlotQueue<LocalTask>, Integer> left = new HashMap<>();
		int inHost = this.queue.room();
		for (FreeTask task : oldestFirst) {
			Kind kind = this.kinds.of(task.kind());
			SlotQueue<LocalTask> slots = this.queue.of(kind);
			if (kind.handler() == null || alone && !PlacementRules.isClaimedFirst(kind.options())) {
				chosen.add(task);
			}
			else if (!this.queue.placement().leavesAll() && (slots == null || takes(slots, left, inHost))) {
				inHost -= (slots != null && kind.options().storesTasks()) ? 1 : 0;
				chosen.add(task);
			}
		}
		return chosen;
	}

	private static boolean takes(SlotQueue<LocalTask> slots, Map<SlotQueue<LocalTask>, Integer> left, int inHost) {
		int room = left.computeIfAbsent(slots, SlotQueue::room);
		if (room <= 0 || inHost <= 0) {
			return false;
		}
		left.put(slots, room - 1);
		return true;
	}

	/** Gives tasks that wait for a slot to other processes; returns their number. */
	int passOn() {
		if (!this.queue.placement().hasPeers()) {
			return 0;
		}
		try {
			return this.queue.placement().passOn(this.queue.surplus(TOGETHER));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 0;
		}
	}

	/** The limit of the bodies of a kind in all processes together. */
	int mostInCluster(String name) {
		return Objects.requireNonNullElse(this.kinds.of(name).options().maxConcurrentCluster(), Integer.MAX_VALUE);
	}

	/** The number of tasks that run in this process. */
	int running() {
		return (int) Math.min(Integer.MAX_VALUE, this.kinds.live(BackgroundTaskState.RUNNING));
	}

	/** Whether this process leaves new tasks to others. */
	boolean isDraining() {
		return this.queue.placement().isDraining();
	}

	/** Whether a kind has a definition here. */
	boolean hasKind(String name) {
		Kind kind = this.kinds.of(name);
		return kind.handler() != null || kind.executor() != null;
	}

}
