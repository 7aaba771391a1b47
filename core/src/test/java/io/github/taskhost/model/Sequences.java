package io.github.taskhost.model;

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

	private final boolean broken;

	Sequences(int steps, boolean broken) {
		this.steps = steps;
		this.broken = broken;
	}

	List<Step> of(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		return Stream.generate(() -> Step.next(random)).limit(this.steps).toList();
	}

	/** Returns the failure of a sequence, or {@code null}. */
	@Nullable Throwable failureOf(List<Step> sequence) {
		try (Run run = new Run(this.broken)) {
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

	List<Step> shortened(List<Step> failing) {
		List<Step> shortest = new ArrayList<>(failing);
		for (int size = shortest.size() / 2; size > 0; size /= 2) {
			for (int from = 0; from + size <= shortest.size();) {
				List<Step> shorter = new ArrayList<>(shortest);
				shorter.subList(from, from + size).clear();
				if (failureOf(shorter) != null) {
					shortest = shorter;
				}
				else {
					from += size;
				}
			}
		}
		return shortest;
	}

	/** Runs sequences and returns the first failure, minimized, or {@code null}. */
	@Nullable Failure firstFailure(long seed, int sequences) {
		for (int i = 0; i < sequences; i++) {
			List<Step> sequence = of(seed + i);
			Throwable first = failureOf(sequence);
			if (first != null) {
				List<Step> shortest = shortened(sequence);
				Throwable again = failureOf(shortest);
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
