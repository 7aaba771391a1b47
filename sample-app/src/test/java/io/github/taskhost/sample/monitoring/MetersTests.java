package io.github.taskhost.sample.monitoring;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the rules use only the meters that the reference documents.
 */
class MetersTests {

	private static final Pattern ROW = Pattern
		.compile("\\| `(taskhost\\.[a-z.]+)` \\| `[a-z_]+` \\| (gauge|timer|counter|summary)");

	static Stream<String> usedSeries() throws IOException {
		return Stream
			.concat(MonitoringFiles.dashboard().panels().stream().flatMap((panel) -> panel.expressions().stream()),
					MonitoringFiles.allRules().stream().map(Rule::expression))
			.flatMap((expression) -> MonitoringFiles.metrics(expression).stream())
			.distinct()
			.sorted();
	}

	@ParameterizedTest
	@MethodSource("usedSeries")
	void seriesIsOfADocumentedMeter(String series) throws IOException {
		assertThat(documented().stream()
			.filter((meter) -> series.startsWith(meter.name()))
			.max(Comparator.comparing((meter) -> meter.name().length()))).as(series)
			.hasValueSatisfying((meter) -> assertThat(series).matches(meter.series()));
	}

	private static List<Meter> documented() throws IOException {
		List<Meter> meters = ROW.matcher(MonitoringFiles.read("docs/reference.md"))
			.results()
			.map((row) -> new Meter(row.group(1).replace('.', '_'), row.group(2)))
			.toList();
		assertThat(meters).hasSizeGreaterThan(10);
		return meters;
	}

	/**
	 * A meter of the reference, with its name in Prometheus.
	 *
	 * @param name the name, without the unit
	 * @param type the type: gauge, timer, counter or summary
	 */
	record Meter(String name, String type) {

		/** Returns a pattern of the names of its series, which contain the base unit. */
		String series() {
			return this.name + switch (this.type) {
				case "timer" -> "_seconds_(bucket|count|sum|max)";
				case "summary" -> "_(bucket|count|sum|max)";
				case "counter" -> "(_(tasks|events|runs))?_total";
				default -> "(_(seconds|tasks|threads|requests))?";
			};
		}

	}

}
