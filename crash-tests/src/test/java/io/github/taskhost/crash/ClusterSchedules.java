package io.github.taskhost.crash;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.taskhost.crash.Losses.Loss;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Schedules of a cluster whose nodes are killed.
 */
final class ClusterSchedules {

	private static final String KILLED = "killed";

	private final Cluster cluster;

	ClusterSchedules(Cluster cluster) {
		this.cluster = cluster;
	}

	/** Creates schedules, and waits until each has runs. */
	void start() {
		for (Sort sort : Sort.values()) {
			command(sort, "schedule " + sort + " " + sort.rule + " " + sort.seconds + " " + sort.overlap);
		}
		for (Sort sort : Sort.values()) {
			Cluster.await("runs of " + sort, () -> starts(sort).size() >= 2);
		}
	}

	/** Kills the oldest node under load and starts another, again and again. */
	void kill(int rounds) {
		for (int i = 0; i < rounds; i++) {
			this.cluster.load();
			this.cluster.kill(this.cluster.node(0));
			this.cluster.join();
			long now = System.currentTimeMillis();
			for (Sort sort : Sort.values()) {
				Cluster.await("a run of " + sort, () -> starts(sort).getLast() > now);
			}
		}
	}

	/** Pauses the schedules, so that all tasks can end. */
	void pause() {
		for (Sort sort : Sort.values()) {
			command(sort, "pause " + sort);
			Cluster.await("the pause of " + sort,
					() -> this.cluster.findings()
						.ledgers()
						.of("paused")
						.stream()
						.anyMatch((paused) -> paused.field(0).equals(sort.name())));
		}
	}

	private void command(Sort sort, String line) {
		List<Node> nodes = this.cluster.nodes();
		nodes.get(sort.ordinal() % nodes.size()).worker().command(line);
	}

	/** The times at which runs of a schedule have started, in their order. */
	private List<Long> starts(Sort sort) {
		return this.cluster.findings()
			.ledgers()
			.of("tick")
			.stream()
			.filter((tick) -> tick.number(1) == 1 && tick.field(2).equals(sort.name()))
			.map(Entry::time)
			.toList();
	}

	/**
	 * Checks that each schedule went on after each kill.
	 * @param limit the longest time from a kill to the start of a later run
	 */
	void checkNextRuns(Duration limit) {
		List<Long> times = this.cluster.losses(KILLED).stream().map(Loss::time).toList();
		List<Long> next = times.stream()
			.flatMap((time) -> Stream.of(Sort.values()).map((sort) -> next(sort, time)))
			.sorted()
			.toList();
		System.out.println("next runs of schedules after a kill: " + next.get(next.size() / 2) + " ms (median of "
				+ next.size() + "), " + next.getLast() + " ms at most");
		assertThat(next.getLast()).isLessThanOrEqualTo(limit.toMillis());
	}

	private long next(Sort sort, long time) {
		return starts(sort).stream().filter((start) -> start > time).findFirst().orElseThrow() - time;
	}

	/** The schedules. */
	private enum Sort {

		EVERY_SECOND("every", 1, "SKIP"),

		EVERY_OTHER_SECOND("every", 2, "QUEUE"),

		CRON_SECOND("cron", 1, "QUEUE"),

		CRON_OTHER_SECOND("cron", 2, "SKIP");

		private final String rule;

		private final int seconds;

		private final String overlap;

		Sort(String rule, int seconds, String overlap) {
			this.rule = rule;
			this.seconds = seconds;
			this.overlap = overlap;
		}

	}

}
