package io.github.taskhost.autoconfigure.observation;

import io.github.taskhost.observation.DefaultTaskExecutionObservationConvention;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import org.springframework.core.Ordered;

/**
 * Denies the meters that would come of the observation of executions: these are timed by
 * Taskhost itself, reported work included, which has no observation here, and a timer of
 * all that is active would be walked by each scrape. What is denied is marked first of
 * all, before a filter of the application renames it.
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
