package io.github.taskhost.benchmarks.durable;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.taskhost.benchmarks.Figures;
import io.github.taskhost.benchmarks.Table;

/**
 * The ratios of rates in the same round.
 *
 * @param variants the measured variants by their words
 */
record DurableRatios(Map<String, DurableVariant> variants) {

	void print(PrintStream out) {
		Table table = new Table("host", "beside", "host / it", "goal");
		row(table, "host-1000", "db-8", "5");
		row(table, "host-1000", "db-8-locks", "5");
		row(table, "host-batch", "db-batch", "2");
		row(table, "host-batch", "db-batch-locks", "2");
		row(table, "host-1", "db-1", "1");
		row(table, "host-1", "db-1-locks", "1");
		row(table, "nodes-64", "host-64", "1");
		row(table, "nodes-128", "host-64", "1");
		row(table, "nodes-1000", "host-1000", "1");
		row(table, "nodes-wait", "host-waits", "1");
		row(table, "host-1000", "jobrunr-8", "20");
		row(table, "host-1000", "jobrunr-bulk", "20");
		table.print(out);
	}

	private void row(Table table, String host, String other, String goal) {
		DurableVariant own = this.variants.get(host);
		DurableVariant rival = this.variants.get(other);
		if (own != null && rival != null) {
			List<Double> ratios = new ArrayList<>();
			for (int i = 0; i < own.runs().size(); i++) {
				ratios.add(own.runs().get(i).perSecond() / rival.runs().get(i).perSecond());
			}
			table.row(own.name(), rival.name(), Figures.of(ratios).spread(), goal);
		}
	}

}
