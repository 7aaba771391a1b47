package io.github.taskhost.local.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskContext.CancelRegistration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The cancellation signal of a body. */
class CancelSourceTests {

	private static final int ROUNDS = 2000;

	private final CancelSource source = new CancelSource();

	@Test
	void blockingCallsNeedNoPlaceAmongTheActions() {
		for (int i = 0; i < CancelSource.MAX_ACTIONS; i++) {
			assertThat(this.source.addAction(() -> {
			})).isNotNull();
		}
		assertThat(this.source.addAction(() -> {
		})).isNull();
		AtomicInteger woken = new AtomicInteger();
		List<CancelRegistration> calls = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			calls.add(this.source.addWake(woken::incrementAndGet));
		}
		calls.get(0).close();
		this.source.signal();
		this.source.signal();
		assertThat(woken).hasValue(999);
	}

	@Test
	void wakeAfterTheSignalRunsAtOnce() {
		AtomicInteger woken = new AtomicInteger();
		this.source.signal();
		this.source.addWake(woken::incrementAndGet).close();
		assertThat(woken).hasValue(1);
	}

	@Test
	void actionsSurviveTheFirstBlockingCall() {
		AtomicInteger told = new AtomicInteger();
		this.source.addAction(told::incrementAndGet);
		CancelRegistration call = this.source.addWake(told::incrementAndGet);
		this.source.addAction(told::incrementAndGet);
		call.close();
		this.source.signal();
		assertThat(told).hasValue(2);
	}

	@Test
	void callThatRacesWithTheSignalIsWoken() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			CancelSource raced = new CancelSource();
			CountDownLatch woken = new CountDownLatch(1);
			Thread signal = Thread.ofPlatform().start(raced::signal);
			raced.addWake(woken::countDown);
			assertThat(woken.await(30, TimeUnit.SECONDS)).isTrue();
			signal.join();
		}
	}

}
