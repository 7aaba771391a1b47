package io.github.taskhost.local.journal;

import java.lang.reflect.Type;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournaledHost;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.ClosePolicy;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Requests for a task that its host gives up while they are decided: they change the task
 * where it goes on.
 */
class GivenUpTests {

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CountDownLatch told = new CountDownLatch(1);

	private final GivingUp journal = new GivingUp();

	private final Thread caller = Thread.currentThread();

	/** Runs once, when the caller looks at the clock. */
	private final AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.journal(this.journal)
		.codec(new GreetingCodec())
		.clock(new ActingClock())
		.options(BackgroundTaskHostOptions.withDefaults()
			.withCancel(new CancelOptions(Duration.ofMillis(10), Duration.ofSeconds(30), true, true)))
		.addHandler(new Asking())
		.addListener(this::observe)
		.build();

	private BackgroundTaskHandle<@Nullable Object> task;

	@BeforeEach
	void submit() throws Exception {
		this.host.recover();
		BackgroundTaskRegistration registration = BackgroundTaskRegistration.ofKind("asking")
			.id("t1")
			.closePolicy(ClosePolicy.CANCEL)
			.build();
		this.task = this.host.submit("s1", TaskRequest.of(registration));
		this.asked.await();
		this.meanwhile.set(() -> Objects.requireNonNull(this.journal.host).fenced());
	}

	@AfterEach
	void close() {
		this.host.close();
	}

	private void observe(BackgroundTaskEvent event) {
		if (event.record().inputRequest() != null) {
			this.asked.countDown();
		}
	}

	private BackgroundTaskRecord stored() {
		return Objects.requireNonNull(this.journal.find(this.task.uid())).record();
	}

	@Test
	void aCancellationIsRequested() {
		assertThat(this.task.cancel("enough").cancelRequestedAt()).isNotNull();
		assertThat(stored().cancelRequestedAt()).isNotNull();
	}

	@Test
	void aCancellationOfAllIsRequested() {
		assertThat(this.host.session("s1").cancelAll("enough"))
			.allMatch((record) -> record.cancelRequestedAt() != null);
		assertThat(stored().cancelRequestedAt()).isNotNull();
	}

	@Test
	void aForcedCancellationEndsIt() {
		assertThat(this.task.cancelNow("enough").state()).isEqualTo(BackgroundTaskState.CANCELLED);
		assertThat(stored().state()).isEqualTo(BackgroundTaskState.CANCELLED);
	}

	@Test
	void aClosedSessionCancelsIt() {
		this.host.session("s1").close();
		assertThat(stored().cancelRequestedAt()).isNotNull();
	}

	@Test
	void aMessageIsStored() {
		this.task.send("hello");
		assertThat(this.journal.details(this.task.uid()).messages()).flatExtracting(TaskMessage::parts)
			.contains(new TaskMessagePart.Text("hello"));
	}

	@Test
	void aMessageToATaskThatIsNotStoredAnyMoreIsRefused() {
		JournaledHost journaled = Objects.requireNonNull(this.journal.host);
		this.meanwhile.set(() -> {
			journaled.fenced();
			this.journal.removeLater(this.task.uid());
		});
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.task.send("hello"));
	}

	@Test
	void aCancellationReachesATaskThatTheHostHasTakenAgain() throws Exception {
		JournaledHost journaled = Objects.requireNonNull(this.journal.host);
		this.meanwhile.set(() -> {
			journaled.fenced();
			StoredTask stored = Objects.requireNonNull(this.journal.find(this.task.uid()));
			journaled.take(Objects.requireNonNullElse(lost(journaled, stored), stored),
					this.journal.details(this.task.uid()));
		});
		this.task.cancel("enough");
		assertThat(this.told.await(1, TimeUnit.MINUTES)).isTrue();
	}

	private @Nullable StoredTask lost(JournaledHost journaled, StoredTask stored) {
		JournalChange.Changed next = journaled.lost(stored);
		if (next != null) {
			this.journal.commit(List.of(next), TaskJournal.Patience.UNBOUNDED);
		}
		return this.journal.find(stored.record().uid());
	}

	@Test
	void anAnswerIsStored() {
		this.task.answer("go", 1, new Greeting("yes"));
		assertThat(stored().inputRequest()).isNull();
		assertThat(this.journal.details(this.task.uid()).kept()).hasSize(1);
	}

	@Test
	void aTransferMovesIt() {
		assertThat(this.host.transfer("t1", "s2").sessionId()).isEqualTo("s2");
		assertThat(stored().sessionId()).isEqualTo("s2");
	}

	@Test
	void aTransferOfManyMovesIt() {
		this.host.transferManaged("s1", "s2", List.of("t1"));
		assertThat(stored().sessionId()).isEqualTo("s2");
	}

	/** Asks a question, and tells when it is cancelled in its second attempt. */
	private final class Asking implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "asking";
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) throws Exception {
			if (context.attempt() > 1) {
				context.onCancel(GivenUpTests.this.told::countDown);
			}
			return context.requestInput(InputRequest.of("go", "Go on?"), Greeting.class);
		}

	}

	/** A clock that acts once for the caller. */
	private final class ActingClock extends Clock {

		@Override
		public Instant instant() {
			if (Thread.currentThread() == GivenUpTests.this.caller) {
				Runnable action = GivenUpTests.this.meanwhile.getAndSet(null);
				if (action != null) {
					action.run();
				}
			}
			return Instant.now();
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

	/** A journal that can give up the tasks of its host. */
	private static final class GivingUp extends MemoryJournal {

		private volatile @Nullable JournaledHost host;

		@Override
		public void start(JournaledHost started) {
			this.host = started;
			super.start(started);
		}

	}

}
