package io.github.taskhost.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Random sequences of steps, each made from a seed. A failing sequence is minimized:
 * steps are removed as long as the rest still fails.
 */
final class Sequences {

	private final int steps;

	/** The time for the threads of the host; a difference that lasts is a failure. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	/**
	 * A thread of the host that reads the time and then sets an alarm, while the sequence
	 * advances the time, sets it too late. Such a failure does not repeat.
	 */
	private static final int REPEATS = 3;

	/** The time while a sequence is minimized, which fails many times. */
	private static final Duration IMPATIENCE = Duration.ofMillis(100);

	private final Flaw flaw;

	Sequences(int steps, Flaw flaw) {
		this.steps = steps;
		this.flaw = flaw;
	}

	List<Step> of(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		return Stream.generate(() -> Step.next(random)).limit(this.steps).toList();
	}

	/** Returns the failure of a sequence, or {@code null}. */
	private @Nullable Throwable failureOf(List<Step> sequence, Duration patience) {
		try (Run run = new Run(this.flaw, patience)) {
			run.run(sequence);
			return null;
		}
		catch (AssertionError | RuntimeException ex) {
			return ex;
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Duration firstPatience() {
		return (this.flaw == Flaw.NONE) ? PATIENCE : IMPATIENCE;
	}

	/** Returns the failure of a sequence that fails each time, or {@code null}. */
	private @Nullable Throwable repeatedFailureOf(List<Step> sequence) {
		Throwable failure = failureOf(sequence, firstPatience());
		for (int i = 1; i < REPEATS && failure != null; i++) {
			failure = failureOf(sequence, firstPatience());
		}
		return failure;
	}

	/** Leaves out steps, first many at once, until each step is needed. */
	List<Step> shortened(List<Step> failing) {
		List<Step> shortest = failing;
		List<Step> before;
		do {
			before = shortest;
			for (int size = Math.max(1, before.size() / 2); size > 0; size /= 2) {
				shortest = shortened(shortest, size);
			}
		}
		while (shortest.size() < before.size());
		return shortest;
	}

	private List<Step> shortened(List<Step> failing, int size) {
		List<Step> shortest = failing;
		for (int from = 0; from + size <= shortest.size();) {
			List<Step> shorter = new ArrayList<>(shortest);
			shorter.subList(from, from + size).clear();
			if (failureOf(shorter, IMPATIENCE) != null) {
				shortest = shorter;
			}
			else {
				from += size;
			}
		}
		return shortest;
	}

	/** Runs sequences and returns the first failure, minimized, or {@code null}. */
	@Nullable Failure firstFailure(long seed, int sequences) {
		for (int i = 0; i < sequences; i++) {
			List<Step> sequence = of(seed + i);
			Throwable first = repeatedFailureOf(sequence);
			if (first != null) {
				List<Step> shortest = shortened(sequence);
				Throwable again = failureOf(shortest, firstPatience());
				return new Failure(seed + i, shortest, (again != null) ? again : first);
			}
		}
		return null;
	}

	/**
	 * A failing sequence.
	 *
	 * @param seed the seed that reproduces the sequence
	 * @param steps the minimized sequence
	 * @param cause the failure of the minimized sequence, or of the whole sequence if the
	 * minimized one does not fail every time
	 */
	record Failure(long seed, List<Step> steps, Throwable cause) {

		@Override
		public String toString() {
			StringBuilder text = new StringBuilder(
					"-Dtaskhost.model.seed=" + this.seed + " -Dtaskhost.model.sequences=1");
			this.steps.forEach((step) -> text.append("\n\t").append(step));
			return text.toString();
		}

	}

}
