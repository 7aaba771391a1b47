package io.github.taskhost.test.contract.support;

import java.util.List;

import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.schedule.CronTimes;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.RateLimiters;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.spi.TypeSchemas;
import org.jspecify.annotations.Nullable;

/**
 * The parts that an application supplies to a host besides its options. Immutable.
 *
 * @param executors the kinds whose work runs outside of the host
 * @param handlers the kinds whose work is a body
 * @param codec the JSON codec
 * @param schemas the validator of answers
 * @param typeSchemas the schemas of types
 * @param callers the source of the current caller
 * @param transactions the transactions of the current thread
 * @param propagators the propagators of the context of callers, the outermost first
 * @param rateLimiters the limiters of the rate of starts, or {@code null} for none
 * @param cron the evaluation of cron expressions
 */
public record HostParts(List<BackgroundTaskExecutor> executors, List<BackgroundTaskHandler<?>> handlers,
		PayloadCodec codec, AnswerSchemas schemas, TypeSchemas typeSchemas, TaskCallers callers,
		TaskTransactions transactions, List<TaskContextPropagator> propagators, @Nullable RateLimiters rateLimiters,
		CronTimes cron) {

	/** No kinds, no propagators, and the default of each other part. */
	public static final HostParts NONE = new HostParts(List.of(), List.of(), PayloadCodec.none(), AnswerSchemas.none(),
			TypeSchemas.none(), TaskCallers.none(), TaskTransactions.none(), List.of(), null, CronTimes.none());

	/** Copies the lists. */
	public HostParts {
		executors = List.copyOf(executors);
		handlers = List.copyOf(handlers);
		propagators = List.copyOf(propagators);
	}

	/**
	 * Gives the parts to a host.
	 * @param host the builder of the host
	 * @return the builder
	 */
	public LocalBackgroundTaskHost.Builder addTo(LocalBackgroundTaskHost.Builder host) {
		host.codec(this.codec)
			.schemas(this.schemas)
			.typeSchemas(this.typeSchemas)
			.callers(this.callers)
			.transactions(this.transactions)
			.cron(this.cron);
		this.executors.forEach(host::addExecutor);
		this.handlers.forEach(host::addHandler);
		this.propagators.forEach(host::addContextPropagator);
		if (this.rateLimiters != null) {
			host.rateLimiters(this.rateLimiters);
		}
		return host;
	}

	/**
	 * Returns a copy with other executors.
	 * @param others the executors
	 * @return the copy
	 */
	public HostParts withExecutors(BackgroundTaskExecutor... others) {
		return new HostParts(List.of(others), this.handlers, this.codec, this.schemas, this.typeSchemas, this.callers,
				this.transactions, this.propagators, this.rateLimiters, this.cron);
	}

	/**
	 * Returns a copy with other handlers.
	 * @param others the handlers
	 * @return the copy
	 */
	public HostParts withHandlers(BackgroundTaskHandler<?>... others) {
		return new HostParts(this.executors, List.of(others), this.codec, this.schemas, this.typeSchemas, this.callers,
				this.transactions, this.propagators, this.rateLimiters, this.cron);
	}

	/**
	 * Returns a copy with another codec.
	 * @param other the codec
	 * @return the copy
	 */
	public HostParts withCodec(PayloadCodec other) {
		return new HostParts(this.executors, this.handlers, other, this.schemas, this.typeSchemas, this.callers,
				this.transactions, this.propagators, this.rateLimiters, this.cron);
	}

	/**
	 * Returns a copy with other schemas.
	 * @param others the schemas
	 * @return the copy
	 */
	public HostParts withSchemas(AnswerSchemas others) {
		return new HostParts(this.executors, this.handlers, this.codec, others, this.typeSchemas, this.callers,
				this.transactions, this.propagators, this.rateLimiters, this.cron);
	}

	/**
	 * Returns a copy with other schemas of types.
	 * @param others the schemas
	 * @return the copy
	 */
	public HostParts withTypeSchemas(TypeSchemas others) {
		return new HostParts(this.executors, this.handlers, this.codec, this.schemas, others, this.callers,
				this.transactions, this.propagators, this.rateLimiters, this.cron);
	}

	/**
	 * Returns a copy with other callers.
	 * @param others the callers
	 * @return the copy
	 */
	public HostParts withCallers(TaskCallers others) {
		return new HostParts(this.executors, this.handlers, this.codec, this.schemas, this.typeSchemas, others,
				this.transactions, this.propagators, this.rateLimiters, this.cron);
	}

	/**
	 * Returns a copy with other transactions.
	 * @param others the transactions
	 * @return the copy
	 */
	public HostParts withTransactions(TaskTransactions others) {
		return new HostParts(this.executors, this.handlers, this.codec, this.schemas, this.typeSchemas, this.callers,
				others, this.propagators, this.rateLimiters, this.cron);
	}

	/**
	 * Returns a copy with other propagators.
	 * @param others the propagators, the outermost first
	 * @return the copy
	 */
	public HostParts withPropagators(TaskContextPropagator... others) {
		return new HostParts(this.executors, this.handlers, this.codec, this.schemas, this.typeSchemas, this.callers,
				this.transactions, List.of(others), this.rateLimiters, this.cron);
	}

	/**
	 * Returns a copy with other limiters of the rate of starts.
	 * @param others the limiters
	 * @return the copy
	 */
	public HostParts withRateLimiters(RateLimiters others) {
		return new HostParts(this.executors, this.handlers, this.codec, this.schemas, this.typeSchemas, this.callers,
				this.transactions, this.propagators, others, this.cron);
	}

	/**
	 * Returns a copy with another evaluation of cron expressions.
	 * @param other the evaluation
	 * @return the copy
	 */
	public HostParts withCron(CronTimes other) {
		return new HostParts(this.executors, this.handlers, this.codec, this.schemas, this.typeSchemas, this.callers,
				this.transactions, this.propagators, this.rateLimiters, other);
	}

}
