package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Requests for a task whose end waits for the store: they are refused in time.
 */
class AwaitedStoreTests {

	private final AwayAtEnds journal = new AwayAtEnds();

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.journal(this.journal)
		.addHandler(new Idle("quick"))
		.build();

	private final BackgroundTaskRegistration registration = BackgroundTaskRegistration.ofKind("quick")
		.id("t1")
		.idempotencyKey("k1")
		.closePolicy(ClosePolicy.CANCEL)
		.build();

	private BackgroundTaskHandle<@Nullable Object> task;

	@BeforeEach
	void submit() throws Exception {
		this.host.recover();
		this.task = this.host.submit("s1", TaskRequest.of(this.registration));
		this.journal.asked.await();
	}

	@AfterEach
	void close() {
		this.journal.back.countDown();
		this.host.close();
	}

	private ThrowingCallable of(Request request) {
		return switch (request) {
			case CANCEL -> () -> this.task.cancel("enough");
			case CANCEL_NOW -> () -> this.task.cancelNow("enough");
			case CANCEL_ALL -> () -> this.host.session("s1").cancelAll("enough");
			case CLOSE -> () -> this.host.session("s1").close();
			case SEND -> () -> this.task.send("hello");
			case TRANSFER -> () -> this.host.transfer("t1", "s2");
			case SUBMIT -> () -> this.host.submit("s1", TaskRequest.of(this.registration));
			case SUBMIT_ALL -> () -> this.host.session("s1").submitAll(List.of(TaskRequest.of(this.registration)));
		};
	}

	@ParameterizedTest
	@EnumSource
	void requestIsRefusedAndTheEndIsStoredLater(Request request) throws Exception {
		assertThatExceptionOfType(JournalUnavailableException.class).isThrownBy(of(request))
			.withMessageContaining("Nothing was changed");
		this.journal.back.countDown();
		assertThat(this.task.await(Duration.ofMinutes(1)).state()).isEqualTo(BackgroundTaskState.COMPLETED);
	}

	/** The requests of callers. */
	enum Request {

		CANCEL, CANCEL_NOW, CANCEL_ALL, CLOSE, SEND, TRANSFER, SUBMIT, SUBMIT_ALL

	}

	/** A journal that does not answer when it is to store an end. */
	private static final class AwayAtEnds extends MemoryJournal {

		private final CountDownLatch asked = new CountDownLatch(1);

		private final CountDownLatch back = new CountDownLatch(1);

		@Override
		public Duration acceptTimeout() {
			return Duration.ofMillis(20);
		}

		@Override
		public JournalResult commit(List<JournalChange> changes, Patience patience) {
			if (changes.stream().anyMatch((change) -> change.record().state().isTerminal())) {
				this.asked.countDown();
				try {
					this.back.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
			}
			return super.commit(changes, patience);
		}

	}

}
