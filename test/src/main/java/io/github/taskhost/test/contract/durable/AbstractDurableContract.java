package io.github.taskhost.test.contract.durable;

import java.lang.reflect.Type;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.task.NodeLossPolicy;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import io.github.taskhost.test.contract.support.DurableHostFactory;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.HostParts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Base class of the contract suites of durable hosts. The hosts know the kinds
 * {@code restarted}, {@code failed} and {@code unstored}, whose bodies a test supplies.
 */
abstract class AbstractDurableContract extends AbstractHostContract {

	/** The attempts that have begun, as {@code id:attempt}. */
	final BlockingQueue<String> begun = new LinkedBlockingQueue<>();

	/** The body of all tasks of the defined kinds. */
	volatile BackgroundTask<@Nullable Object> body = (context) -> {
		this.release.await();
		return null;
	};

	@Override
	protected abstract DurableHostFactory factory();

	@Override
	protected HostParts parts() {
		return HostParts.NONE.withCodec(new GreetingCodec())
			.withHandlers(new Named("restarted", KindOptions.NONE),
					new Named("failed", KindOptions.NONE.withOnNodeLoss(NodeLossPolicy.FAIL)),
					new Named("unstored", KindOptions.NONE.withDurable(false)));
	}

	@AfterEach
	void clear() {
		this.release.countDown();
		factory().stop(this.host);
		factory().clear();
	}

	BackgroundTaskHandle<@Nullable Object> submit(String kind, String id) {
		return submit(BackgroundTaskRegistration.ofKind(kind).id(id).build());
	}

	BackgroundTaskHandle<@Nullable Object> submit(BackgroundTaskRegistration registration) {
		return this.host.submit("s1", TaskRequest.of(registration));
	}

	/** Loses the process of the host, and starts the next one. */
	void loseAndStart() {
		factory().lose(this.host);
		start();
	}

	/** Starts the next host. */
	void start() {
		this.host = factory().start(options(), this.clock, this.timer, listener(), parts());
	}

	void awaitBegun(String attempt) throws InterruptedException {
		assertThat(this.begun.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(attempt);
	}

	/** A kind whose tasks start by name. */
	private final class Named implements BackgroundTaskHandler<@Nullable JsonPayload> {

		private final String kind;

		private final KindOptions options;

		Named(String kind, KindOptions options) {
			this.kind = kind;
			this.options = options;
		}

		@Override
		public String kind() {
			return this.kind;
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public KindOptions options() {
			return this.options;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) throws Exception {
			AbstractDurableContract.this.begun.add(context.record().id() + ":" + context.attempt());
			return AbstractDurableContract.this.body.run(context);
		}

	}

}
