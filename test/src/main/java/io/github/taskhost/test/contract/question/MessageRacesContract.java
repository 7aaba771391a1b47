package io.github.taskhost.test.contract.question;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.test.contract.support.AbstractHostContract;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Races between messages, and with a cancel. */
abstract class MessageRacesContract extends AbstractHostContract {

	private static final int RETAINED = 5;

	private static final int ROUNDS = 300;

	@Override
	protected BackgroundTaskHostOptions options() {
		ReportOptions reports = ReportOptions.withDefaults();
		return super.options()
			.withReports(new ReportOptions(reports.outputLines(), reports.outputSize(), RETAINED, reports.messageSize(),
					reports.artifacts(), reports.answers(), reports.questions(), reports.totalSize()));
	}

	@Test
	void deliveredMessageWasReceivedByTheBody() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			AtomicInteger received = new AtomicInteger();
			CountDownLatch running = new CountDownLatch(1);
			BackgroundTaskHandle<String> task = this.host.spawnManaged("s1", named("t" + round), (context) -> {
				running.countDown();
				context.receive(Duration.ofDays(1));
				received.incrementAndGet();
				return "done";
			});
			await(running);
			CyclicBarrier barrier = new CyclicBarrier(2);
			FutureTask<Object> cancel = new FutureTask<>(() -> {
				barrier.await();
				return task.cancel("enough");
			});
			Thread.ofVirtual().start(cancel);
			barrier.await();
			try {
				task.send("hello");
			}
			catch (TaskStateException ex) {
				assertThat(task.record().state().isTerminal()).isTrue();
			}
			cancel.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			task.await(PATIENCE);
			assertThat(task.messages(null, 10).messages())
				.filteredOn((message) -> message.delivery() == MessageDelivery.DELIVERED)
				.hasSize(received.get());
			assertThat(task.messages(null, 10).messages())
				.noneMatch((message) -> message.delivery() == MessageDelivery.QUEUED);
		}
	}

	@Test
	void concurrentSendersReachOneReceiver() throws Exception {
		int senders = 8;
		int each = 50;
		BackgroundTaskHandle<List<String>> task = this.host.spawnManaged("s1", named("t1"), (context) -> {
			List<String> received = new ArrayList<>();
			for (int i = 0; i < senders * each; i++) {
				received.add(context.receive(Duration.ofDays(1)).orElseThrow().text());
			}
			return received;
		});
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			List<Future<?>> all = new ArrayList<>();
			for (int sender = 0; sender < senders; sender++) {
				String name = "s" + sender + "-";
				all.add(threads.submit(() -> {
					for (int i = 0; i < each; i++) {
						sendPatiently(task, name + i);
					}
				}));
			}
			for (Future<?> sender : all) {
				sender.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
		}
		task.await(PATIENCE);
		List<String> received = task.result();
		assertThat(received).doesNotHaveDuplicates().hasSize(senders * each);
		for (int sender = 0; sender < senders; sender++) {
			String name = "s" + sender + "-";
			assertThat(received.stream()
				.filter((text) -> text.startsWith(name))
				.map((text) -> Integer.parseInt(text.substring(name.length())))).isSorted();
		}
	}

	private static void sendPatiently(BackgroundTaskHandle<?> task, String text) {
		while (true) {
			try {
				task.send(text);
				return;
			}
			catch (TaskRejectedException ex) {
				LockSupport.parkNanos(1000);
			}
		}
	}

}
