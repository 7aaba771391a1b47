package io.github.taskhost.local.gate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import static org.assertj.core.api.Assertions.assertThat;

/** Interrupts of threads inside and outside the host. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
class InterruptGateTests {

	private final InterruptGate gate = new InterruptGate();

	private void interruptFromElsewhere() throws InterruptedException {
		Thread body = Thread.currentThread();
		Thread other = Thread.ofPlatform().unstarted(() -> this.gate.interrupt(body));
		other.start();
		while (other.isAlive()) {
			Thread.onSpinWait();
		}
	}

	@Test
	void interruptOutsideIsRaisedAtOnce() throws Exception {
		interruptFromElsewhere();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void interruptInsideIsRaisedOnLeavingTheOutermostLevel() throws Exception {
		this.gate.enter();
		this.gate.enter();
		interruptFromElsewhere();
		this.gate.leave();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.gate.leave();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void earlierInterruptIsPutAsideAndRestored() {
		Thread.currentThread().interrupt();
		this.gate.enter();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.gate.leave();
		assertThat(Thread.interrupted()).isTrue();
		this.gate.enter();
		this.gate.leave();
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void closedGateLetsNoInterruptThrough() throws Exception {
		Thread.currentThread().interrupt();
		this.gate.close();
		interruptFromElsewhere();
		this.gate.enter();
		interruptFromElsewhere();
		this.gate.leave();
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void gateCanBeClosedAfterAStackOverflowInsideTheHost() throws Exception {
		this.gate.enter();
		this.gate.close();
		interruptFromElsewhere();
		assertThat(Thread.interrupted()).isFalse();
	}

}
