package io.github.taskhost.autoconfigure.observation;

import io.github.taskhost.observation.TaskExecutionObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Creates the spans of executions like the default tracing handler, and links the spans
 * of later attempts to the span of the first. Not a subclass of the default handler:
 * Spring Boot's default handler backs off for a bean of that type.
 */
final class LinkingTracingHandler implements TracingObservationHandler<TaskExecutionObservationContext> {

	private final Tracer tracer;

	LinkingTracingHandler(Tracer tracer) {
		this.tracer = tracer;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof TaskExecutionObservationContext;
	}

	@Override
	public Tracer getTracer() {
		return this.tracer;
	}

	@Override
	public void onStart(TaskExecutionObservationContext context) {
		Span parent = getParentSpan(context);
		Span first = firstSpan(context.getFirstAttempt());
		Span span = (first != null) ? linked(parent, first) : next(parent);
		getTracingContext(context).setSpan(span);
	}

	private @Nullable Span firstSpan(@Nullable TaskExecutionObservationContext firstAttempt) {
		return (firstAttempt != null) ? getTracingContext(firstAttempt).getSpan() : null;
	}

	/** Makes the parent current: setting it on the builder would lose the span status. */
	private Span linked(@Nullable Span parent, Span first) {
		Span.Builder span = this.tracer.spanBuilder().addLink(new Link(first.context()));
		if (parent == null) {
			return span.start();
		}
		try (Tracer.SpanInScope scope = this.tracer.withSpan(parent)) {
			return span.start();
		}
	}

	private @Nullable Span next(@Nullable Span parent) {
		Span span = (parent != null) ? this.tracer.nextSpan(parent) : this.tracer.nextSpan();
		return (span != null) ? span.start() : null;
	}

	@Override
	public void onStop(TaskExecutionObservationContext context) {
		Span span = getRequiredSpan(context);
		span.name(getSpanName(context));
		tagSpan(context, span);
		endSpan(context, span);
	}

}
