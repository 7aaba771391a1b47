package io.github.taskhost.local.gate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import static org.assertj.core.api.Assertions.assertThat;

/** When the thread of a body may be interrupted. */
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
	void interruptOutsideComesAtOnce() throws Exception {
		interruptFromElsewhere();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void interruptInsideComesOnLeavingTheOutermost() throws Exception {
		this.gate.enter();
		this.gate.enter();
		interruptFromElsewhere();
		this.gate.leave();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		this.gate.leave();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void interruptThatTheThreadBringsInIsPutAsideAndGivenBack() {
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
	void noneComesOnceItIsClosed() throws Exception {
		Thread.currentThread().interrupt();
		this.gate.close();
		interruptFromElsewhere();
		this.gate.enter();
		interruptFromElsewhere();
		this.gate.leave();
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void gateThatAStackOverflowKeptFromBeingLeftCanBeClosed() throws Exception {
		this.gate.enter();
		this.gate.close();
		interruptFromElsewhere();
		assertThat(Thread.interrupted()).isFalse();
	}

}
