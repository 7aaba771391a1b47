package io.github.taskhost.autoconfigure.observation;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Runs steps one after the other and in order, without a lock: a thread that finds
 * another one running steps leaves its step to that thread. At most {@value #MAX} steps
 * wait; further ones are left out, apart from the last.
 */
final class Turns {

	private static final int MAX = 1000;

	private final Queue<Runnable> steps = new ConcurrentLinkedQueue<>();

	/** The steps that wait or run. The thread that raises it from 0 runs them. */
	private final AtomicInteger due = new AtomicInteger();

	/** Runs a step in turn, here or on the thread that runs other steps. */
	void take(Runnable step) {
		if (this.due.get() < MAX) {
			takeLast(step);
		}
	}

	/** Runs a step in turn however many wait. */
	void takeLast(Runnable step) {
		this.steps.add(step);
		if (this.due.getAndIncrement() == 0) {
			runAll();
		}
	}

	private void runAll() {
		Throwable first = null;
		do {
			Throwable thrown = runNext();
			first = (first != null) ? first : thrown;
		}
		while (this.due.decrementAndGet() > 0);
		switch (first) {
			case RuntimeException ex -> throw ex;
			case Error ex -> throw ex;
			case null, default -> {
			}
		}
	}

	private @Nullable Throwable runNext() {
		Runnable step = this.steps.poll();
		try {
			if (step != null) {
				step.run();
			}
			return null;
		}
		catch (Throwable ex) {
			return ex;
		}
	}

}
