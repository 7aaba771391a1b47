package io.github.taskhost.autoconfigure;

import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Stage of a shutdown. Runs on a separate platform thread, so that other beans of the
 * phase stop meanwhile; but on the thread of a task that closes its context, since the
 * stop must not wait for that task. A pause of the context does not stop it, since
 * running tasks should go on.
 */
final class ShutdownStage implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(ShutdownStage.class);

	private final String name;

	private final int phase;

	private final Runnable onStart;

	private final Runnable onStop;

	private final BooleanSupplier calledByTask;

	private volatile boolean running;

	ShutdownStage(String name, int phase, Runnable onStart, Runnable onStop, BooleanSupplier calledByTask) {
		this.name = name;
		this.phase = phase;
		this.onStart = onStart;
		this.onStop = onStop;
		this.calledByTask = calledByTask;
	}

	@Override
	public void start() {
		this.onStart.run();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		this.onStop.run();
	}

	@Override
	public void stop(Runnable callback) {
		if (this.calledByTask.getAsBoolean()) {
			stopAndReport(callback);
			return;
		}
		Thread.ofPlatform().name("taskhost-shutdown-" + this.name).start(() -> stopAndReport(callback));
	}

	private void stopAndReport(Runnable callback) {
		try {
			stop();
		}
		catch (RuntimeException ex) {
			logger.error("The stage '{}' of the shutdown of the background tasks failed", this.name, ex);
		}
		finally {
			callback.run();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

}
