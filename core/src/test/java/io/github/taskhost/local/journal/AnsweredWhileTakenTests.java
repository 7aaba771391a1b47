package io.github.taskhost.local.journal;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.spi.StoredDetails;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer and a message to a task that its process takes at the same time, after its
 * kept values were read and before it is in the table.
 */
class AnsweredWhileTakenTests {

	private final CountDownLatch asked = new CountDownLatch(1);

	private final AtomicReference<@Nullable Runnable> meanwhile = new AtomicReference<>();

	private LocalBackgroundTaskHost host;

	private UUID uid;

	@BeforeEach
	void leaveAnOpenQuestion() throws Exception {
		MemoryJournal journal = new MemoryJournal();
		LocalBackgroundTaskHost first = host(journal);
		first.recover();
		this.uid = first.submit("s1", TaskRequest.of(BackgroundTaskRegistration.ofKind("asking").id("t1").build()))
			.uid();
		assertThat(this.asked.await(1, TimeUnit.MINUTES)).isTrue();
		journal.lose();
		first.close();
		this.host = host(new ReadBefore(journal));
	}

	private LocalBackgroundTaskHost host(MemoryJournal journal) {
		return LocalBackgroundTaskHost.builder()
			.journal(journal)
			.codec(new GreetingCodec())
			.addHandler(new Asking())
			.addListener(this::observe)
			.build();
	}

	private void observe(BackgroundTaskEvent event) {
		if (event.record().inputRequest() != null) {
			this.asked.countDown();
		}
	}

	@AfterEach
	void close() {
		this.host.close();
	}

	@Test
	void answerReachesTheNextAttempt() throws Exception {
		this.meanwhile.set(() -> this.host.task("s1", "t1").answer("go", 1, new Greeting("yes")));
		this.host.recover();
		assertThat(this.host.task("s1", "t1").await(Duration.ofSeconds(20)).summary()).isEqualTo("yes");
		assertThat(this.host.find(this.uid)).isPresent();
	}

	@Test
	void messageReachesTheNextAttempt() throws Exception {
		this.meanwhile.set(() -> this.host.task("s1", "t1").send("hello"));
		this.host.recover();
		BackgroundTaskHandle<?> task = this.host.task("s1", "t1");
		task.answer("go", 1, new Greeting("yes"));
		task.await(Duration.ofSeconds(20));
		assertThat(task.messages(null, 10).messages()).extracting(TaskMessage::text).contains("hello");
	}

	/** Asks a question, and reports its answer. */
	private static final class Asking implements BackgroundTaskHandler<@Nullable JsonPayload> {

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
			Greeting answer = context.requestInput(InputRequest.of("go", "Go on?"), Greeting.class);
			context.summary(Objects.requireNonNull(answer).name());
			return null;
		}

	}

	/** A journal with an action after the details of a task were read. */
	private final class ReadBefore extends MemoryJournal {

		ReadBefore(MemoryJournal beside) {
			super(beside);
		}

		@Override
		public synchronized StoredDetails details(UUID uid) {
			StoredDetails read = super.details(uid);
			Runnable action = AnsweredWhileTakenTests.this.meanwhile.getAndSet(null);
			if (action != null) {
				action.run();
			}
			return read;
		}

	}

}
