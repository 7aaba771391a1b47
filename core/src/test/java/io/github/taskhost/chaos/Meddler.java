package io.github.taskhost.chaos;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.event.SessionWake;

/** A listener that throws, dawdles, and calls any operation of the host, at random. */
final class Meddler implements BackgroundTaskListener {

	private static final int DEEPEST = 3;

	private final ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);

	private final Storm storm;

	Meddler(Storm storm) {
		this.storm = storm;
	}

	@Override
	public void onEvent(BackgroundTaskEvent event) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		int depth = this.depth.get();
		if (this.storm.calm().hasBegun() || depth >= DEEPEST) {
			return;
		}
		this.depth.set(depth + 1);
		try {
			act(event, random);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.depth.set(depth);
		}
	}

	private void act(BackgroundTaskEvent event, ThreadLocalRandom random) throws InterruptedException {
		switch (random.nextInt(60)) {
			case 0 -> throw new Deliberate("a listener");
			case 1 -> throw new AssertionError("thrown on purpose by a listener");
			case 2 -> this.storm.calm().await(Duration.ofMillis(1));
			case 3 -> this.storm.operations().useOnce(random);
			case 4 -> this.storm.operations().useOnTaskOf(event, random);
			default -> {
			}
		}
	}

	@Override
	public void onWake(SessionWake wake) {
		if (!this.storm.calm().hasBegun() && ThreadLocalRandom.current().nextInt(20) == 0) {
			throw new Deliberate("a listener of wakes");
		}
	}

}
