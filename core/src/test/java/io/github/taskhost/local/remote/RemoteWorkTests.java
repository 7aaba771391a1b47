package io.github.taskhost.local.remote;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.taskhost.error.JournalUnavailableException;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.spi.TaskNotice.Inspect;
import io.github.taskhost.spi.TaskNotice.Inspected;
import io.github.taskhost.spi.TaskNotice.WorkDetails;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Questions for the work of other hosts, which the test answers. */
class RemoteWorkTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final Duration SHORT = Duration.ofMillis(50);

	private static final WorkDetails WORK = new WorkDetails(false, "a thread", List.of("a frame"), null, List.of());

	private static final LocalTask TASK = new LocalTask(BackgroundTaskRecord
		.builder(UUID.randomUUID(), "s1", BackgroundTaskRegistration.ofKind("other").id("t1").build(), Instant.EPOCH)
		.build(), List.of(), new Kind("other", KindOptions.NONE, null), Work.None.NONE);

	/** The stored notices. */
	private final BlockingQueue<TaskNotice> notices = new LinkedBlockingQueue<>();

	private RemoteWork work(Duration patience) {
		return new RemoteWork((task, notice) -> this.notices.add(notice), () -> "worker_1", Runnable::run, patience);
	}

	private Inspect question() throws InterruptedException {
		return (Inspect) this.notices.poll(LONG.toSeconds(), TimeUnit.SECONDS);
	}

	private static Inspected answer(Inspect question) {
		return new Inspected(question.question(), question.asker(), WORK);
	}

	@Test
	void answerIsThatOfTheOtherHost() throws Exception {
		RemoteWork remote = work(LONG);
		CompletableFuture<RemoteWork.Reply> reply = CompletableFuture.supplyAsync(() -> remote.ask(TASK));
		Inspect question = question();
		assertThat(question.asker()).isEqualTo("worker_1");
		remote.answered(new Inspected(UUID.randomUUID(), "worker_1", WORK));
		remote.answered(answer(question));
		assertThat(reply.get(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(new RemoteWork.Seen(WORK));
		assertThat(remote.waiting()).isZero();
	}

	@Test
	void lateAnswerIsDropped() throws Exception {
		RemoteWork remote = work(SHORT);
		assertThat(remote.ask(TASK)).isInstanceOf(RemoteWork.OutOfReach.class);
		remote.answered(answer(question()));
		assertThat(remote.waiting()).isZero();
	}

	@Test
	void taskOfNoHostIsNowhere() {
		RemoteWork remote = new RemoteWork((task, notice) -> false, () -> "worker_1", Runnable::run);
		assertThat(remote.ask(TASK)).isEqualTo(new RemoteWork.Nowhere());
	}

	@Test
	void storeThatIsAwayIsSaid() {
		RemoteWork remote = new RemoteWork((task, notice) -> {
			throw new JournalUnavailableException("away", null);
		}, () -> "worker_1", Runnable::run);
		assertThat(remote.ask(TASK)).isInstanceOfSatisfying(RemoteWork.OutOfReach.class,
				(reply) -> assertThat(reply.reason()).contains("store is away"));
		remote.answer(TASK, new Inspect(UUID.randomUUID(), "worker_2"), WORK);
	}

	@Test
	void interruptedCallerDoesNotWait() {
		Thread.currentThread().interrupt();
		assertThat(work(LONG).ask(TASK)).isInstanceOf(RemoteWork.OutOfReach.class);
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void questionsAreBounded() throws Exception {
		RemoteWork remote = work(LONG);
		List<Thread> callers = new ArrayList<>();
		BlockingQueue<RemoteWork.Reply> replies = new LinkedBlockingQueue<>();
		for (int i = 0; i < RemoteWork.QUESTIONS + 8; i++) {
			callers.add(Thread.ofPlatform().daemon().start(() -> replies.add(remote.ask(TASK))));
		}
		while (callers.stream().anyMatch((caller) -> caller.getState() != Thread.State.TIMED_WAITING)) {
			Thread.onSpinWait();
		}
		assertThat(remote.waiting()).isEqualTo(RemoteWork.QUESTIONS);
		assertThat(this.notices).hasSize(RemoteWork.QUESTIONS);
		for (Thread caller : callers) {
			remote.answered(answer(question()));
		}
		for (Thread caller : callers) {
			assertThat(replies.poll(LONG.toSeconds(), TimeUnit.SECONDS)).isEqualTo(new RemoteWork.Seen(WORK));
		}
		assertThat(remote.waiting()).isZero();
	}

	@Test
	void noticesThatTheStoreHoldsUpKeepTheirPlaces() throws Exception {
		List<Runnable> heldUp = new ArrayList<>();
		RemoteWork remote = new RemoteWork((task, notice) -> this.notices.add(notice), () -> "worker_1", heldUp::add,
				Duration.ofMillis(1));
		for (int i = 0; i < RemoteWork.QUESTIONS; i++) {
			remote.ask(TASK);
		}
		assertThat(remote.ask(TASK)).isInstanceOfSatisfying(RemoteWork.OutOfReach.class,
				(reply) -> assertThat(reply.reason()).contains("Try again"));
		assertThat(heldUp).hasSize(RemoteWork.QUESTIONS);
		heldUp.forEach(Runnable::run);
		remote.ask(TASK);
		assertThat(heldUp).hasSize(RemoteWork.QUESTIONS + 1);
	}

}
