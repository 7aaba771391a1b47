package io.github.taskhost.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.HostRepair;

/** The repairs that a host told, on helpers: a repair may be told after its look. */
class Repairs implements BackgroundTaskMetricsRecorder {

	private final BlockingQueue<HostRepair> queue = new LinkedBlockingQueue<>();

	private final List<HostRepair> taken = new ArrayList<>();

	@Override
	public void repaired(HostRepair repair) {
		this.queue.add(repair);
	}

	/** Waits for a number of repairs in all, and returns those that were told. */
	List<HostRepair> await(int count) throws InterruptedException {
		while (this.taken.size() < count) {
			HostRepair next = this.queue.poll(LocalHostTest.PATIENCE.toSeconds(), TimeUnit.SECONDS);
			if (next == null) {
				break;
			}
			this.taken.add(next);
		}
		return told();
	}

	/** The repairs that were told by now. */
	List<HostRepair> told() {
		this.queue.drainTo(this.taken);
		return List.copyOf(this.taken);
	}

}
