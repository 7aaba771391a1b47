package io.github.taskhost.autoconfigure.observation;

import io.github.taskhost.observation.DefaultTaskExecutionObservationConvention;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import org.springframework.core.Ordered;

/**
 * Denies the meters that Micrometer derives from the observation of executions. Taskhost
 * records the execution timer from the records instead, which covers reported work too,
 * and a scrape would walk the long task timer of the active observations. Meters are
 * marked before filters of the application can rename them, and denied by the mark.
 */
final class ExecutionMeterFilter implements MeterFilter, Ordered {

	private static final String EXECUTION = new DefaultTaskExecutionObservationConvention().getName();

	private static final String MARK = "taskhost.denied";

	@Override
	public Meter.Id map(Meter.Id id) {
		return isOfObservation(id) ? id.withTag(Tag.of(MARK, "true")) : id;
	}

	private static boolean isOfObservation(Meter.Id id) {
		return id.getName().startsWith(EXECUTION + ".")
				|| (id.getName().equals(EXECUTION) && id.getTag("error") != null);
	}

	@Override
	public MeterFilterReply accept(Meter.Id id) {
		return (id.getTag(MARK) != null) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
