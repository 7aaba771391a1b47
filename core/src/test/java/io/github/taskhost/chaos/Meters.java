package io.github.taskhost.chaos;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.github.taskhost.message.MessageDirection;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/** A recorder that counts tasks by kind and state, and throws now and then. */
final class Meters implements BackgroundTaskMetricsRecorder {

	private final Map<String, LongAdder> states = new ConcurrentHashMap<>();

	private final Map<MessageDirection, LongAdder> messages = new ConcurrentHashMap<>();

	private final LongAdder lost = new LongAdder();

	private final AtomicInteger faults;

	private final Calm calm;

	Meters(Fault fault, Calm calm) {
		this.faults = new AtomicInteger((fault == Fault.MISCOUNTED_END) ? 1 : 0);
		this.calm = calm;
	}

	@Override
	public void transition(@Nullable BackgroundTaskRecord before, BackgroundTaskRecord after) {
		if (after.state().isTerminal() && this.faults.getAndDecrement() > 0) {
			return;
		}
		if (before != null) {
			count(before.kind(), before.state(), -1);
		}
		count(after.kind(), after.state(), 1);
		throwNowAndThen();
	}

	private void count(String kind, BackgroundTaskState state, int change) {
		this.states.computeIfAbsent(kind + " " + state, (key) -> new LongAdder()).add(change);
	}

	private void throwNowAndThen() {
		if (!this.calm.hasBegun() && ThreadLocalRandom.current().nextInt(200) == 0) {
			throw new Deliberate("a recorder");
		}
	}

	@Override
	public void message(BackgroundTaskRecord record, MessageDirection direction) {
		this.messages.computeIfAbsent(direction, (key) -> new LongAdder()).increment();
	}

	@Override
	public void eventsLost(long count) {
		this.lost.add(count);
	}

	long tasks(String kind, BackgroundTaskState state) {
		LongAdder count = this.states.get(kind + " " + state);
		return (count != null) ? count.sum() : 0;
	}

	long messages(MessageDirection direction) {
		LongAdder count = this.messages.get(direction);
		return (count != null) ? count.sum() : 0;
	}

	long lost() {
		return this.lost.sum();
	}

}
