package io.github.taskhost.test.contract.support;

import java.util.List;

import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.spi.TaskTransactions;

/**
 * What an application gives to a host.
 *
 * @param executors the kinds whose work runs elsewhere
 * @param handlers the kinds whose work is a body
 * @param codec writes and reads JSON
 * @param schemas checks answers
 * @param callers says who calls
 * @param transactions knows the transactions of threads
 * @param propagators carry the context of callers
 */
public record HostParts(List<BackgroundTaskExecutor> executors, List<BackgroundTaskHandler<?>> handlers,
		PayloadCodec codec, AnswerSchemas schemas, TaskCallers callers, TaskTransactions transactions,
		List<TaskContextPropagator> propagators) {

	/**
	 * Nothing: no kinds, no JSON, no schemas, nobody known, no transactions, no context.
	 */
	public static final HostParts NONE = new HostParts(List.of(), List.of(), PayloadCodec.none(), AnswerSchemas.none(),
			TaskCallers.none(), TaskTransactions.none(), List.of());

	/** Copies the lists. */
	public HostParts {
		executors = List.copyOf(executors);
		handlers = List.copyOf(handlers);
		propagators = List.copyOf(propagators);
	}

	/**
	 * These parts with other executors.
	 * @param others the executors
	 * @return new parts
	 */
	public HostParts withExecutors(BackgroundTaskExecutor... others) {
		return new HostParts(List.of(others), this.handlers, this.codec, this.schemas, this.callers, this.transactions,
				this.propagators);
	}

	/**
	 * These parts with other handlers.
	 * @param others the handlers
	 * @return new parts
	 */
	public HostParts withHandlers(BackgroundTaskHandler<?>... others) {
		return new HostParts(this.executors, List.of(others), this.codec, this.schemas, this.callers, this.transactions,
				this.propagators);
	}

	/**
	 * These parts with another codec.
	 * @param other the codec
	 * @return new parts
	 */
	public HostParts withCodec(PayloadCodec other) {
		return new HostParts(this.executors, this.handlers, other, this.schemas, this.callers, this.transactions,
				this.propagators);
	}

	/**
	 * These parts with other schemas.
	 * @param others the schemas
	 * @return new parts
	 */
	public HostParts withSchemas(AnswerSchemas others) {
		return new HostParts(this.executors, this.handlers, this.codec, others, this.callers, this.transactions,
				this.propagators);
	}

	/**
	 * These parts with other callers.
	 * @param others the callers
	 * @return new parts
	 */
	public HostParts withCallers(TaskCallers others) {
		return new HostParts(this.executors, this.handlers, this.codec, this.schemas, others, this.transactions,
				this.propagators);
	}

	/**
	 * These parts with other transactions.
	 * @param others the transactions
	 * @return new parts
	 */
	public HostParts withTransactions(TaskTransactions others) {
		return new HostParts(this.executors, this.handlers, this.codec, this.schemas, this.callers, others,
				this.propagators);
	}

	/**
	 * These parts with other propagators.
	 * @param others the propagators, the outermost first
	 * @return new parts
	 */
	public HostParts withPropagators(TaskContextPropagator... others) {
		return new HostParts(this.executors, this.handlers, this.codec, this.schemas, this.callers, this.transactions,
				List.of(others));
	}

}
