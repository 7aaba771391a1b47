package io.github.taskhost.local.journal;

import java.lang.reflect.Type;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.StaleAttemptException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies of a host that lost its lease, and whose tasks may run elsewhere already.
 */
class FencedBodiesTests {

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch never = new CountDownLatch(1);

	private final CountDownLatch interrupted = new CountDownLatch(1);

	private final CountDownLatch refused = new CountDownLatch(1);

	private final KnownHost journal = new KnownHost();

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.journal(this.journal)
		.codec(new GreetingCodec())
		.addHandler(new Blocking())
		.build();

	@AfterEach
	void close() {
		this.never.countDown();
		this.host.close();
	}

	private void fenceTheBody() throws InterruptedException {
		this.host.recover();
		this.host.submit("s1", TaskRequest.of(BackgroundTaskRegistration.ofKind("blocking").build()));
		assertThat(this.started.await(1, TimeUnit.MINUTES)).isTrue();
		Objects.requireNonNull(this.journal.host).fenced();
	}

	@Test
	void aBodyThatBlocksIsInterrupted() throws Exception {
		fenceTheBody();
		assertThat(this.interrupted.await(1, TimeUnit.MINUTES)).isTrue();
	}

	@Test
	void aBodyKeepsNothingThatTheNextAttemptWouldMiss() throws Exception {
		fenceTheBody();
		assertThat(this.refused.await(1, TimeUnit.MINUTES)).isTrue();
	}

	/** Waits without a look at its cancellation. */
	private final class Blocking implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "blocking";
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) throws Exception {
			FencedBodiesTests.this.started.countDown();
			try {
				FencedBodiesTests.this.never.await();
			}
			catch (InterruptedException ex) {
				FencedBodiesTests.this.interrupted.countDown();
				keep(context);
				throw ex;
			}
			return null;
		}

		private void keep(BackgroundTaskContext context) {
			try {
				context.checkpoint(new Greeting("so far"));
			}
			catch (StaleAttemptException ex) {
				FencedBodiesTests.this.refused.countDown();
			}
		}

	}

	/** A journal that knows its host. */
	private static final class KnownHost extends MemoryJournal {

		private volatile @Nullable JournaledHost host;

		@Override
		public void start(JournaledHost started) {
			this.host = started;
			super.start(started);
		}

	}

}
