package io.github.taskhost.benchmarks.durable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.github.taskhost.benchmarks.Contender;
import io.github.taskhost.benchmarks.Figures;
import io.github.taskhost.benchmarks.Table;

/**
 * A way to run durable tasks, and its measured runs.
 */
final class DurableVariant {

	private final Maker maker;

	private final int tasks;

	private final List<ServerRun> runs = new ArrayList<>();

	private String name = "";

	DurableVariant(Maker maker, int tasks) {
		this.maker = maker;
		this.tasks = tasks;
	}

	Maker maker() {
		return this.maker;
	}

	int tasks() {
		return this.tasks;
	}

	String name() {
		return this.name;
	}

	List<ServerRun> runs() {
		return this.runs;
	}

	void add(String nameOfRun, ServerRun run) {
		this.name = nameOfRun;
		this.runs.add(run);
	}

	static Table table(Collection<DurableVariant> variants) {
		Table table = new Table("variant", "tasks", "tasks/s", "WAL bytes/task", "server CPU µs/task",
				"client CPU µs/task");
		variants.forEach((variant) -> table.row(variant.name, String.format("%,d", variant.tasks),
				variant.spread(ServerRun::perSecond), variant.spread(ServerRun::walPerTask),
				variant.spread(ServerRun::serverMicros), variant.spread(ServerRun::clientMicros)));
		return table;
	}

	private String spread(ToDoubleFunction<ServerRun> figure) {
		return Figures.of(this.runs.stream().map(figure::applyAsDouble).toList()).spread();
	}

	/** Makes a contender that is ready to run. */
	interface Maker {

		Contender make() throws Exception;

	}

}
