package io.github.taskhost.jdbc.commit;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.taskhost.jdbc.Records;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeldEnds}.
 */
class HeldEndsTests {

	private final AtomicLong clock = new AtomicLong(System.nanoTime());

	private final HeldEnds held = new HeldEnds(this.clock::get);

	private void store(CommitRequest request) {
		this.held.begin(request, 0);
		this.held.sent(request);
		this.held.stored();
	}

	private void stream() {
		for (int i = 0; i <= HeldEnds.STREAM; i++) {
			store(Requests.accept(Records.small("chat")));
		}
	}

	private boolean holds(CommitRequest end) {
		return this.held.begin(end, 0) && this.held.hold(end);
	}

	@Test
	void endsAreHeldWhileAThreadSubmitsOneTaskAfterAnother() {
		stream();
		CommitRequest end = Requests.end(Records.small("chat"));
		assertThat(holds(end)).isTrue();
		assertThat(this.held.isEmpty()).isFalse();
		assertThat(this.held.poll()).isSameAs(end);
	}

	@Test
	void noEndIsHeldWhenTheThreadWaitsForTheEndOfEachTask() {
		for (int i = 0; i < 10; i++) {
			BackgroundTaskRecord task = Records.small("chat");
			store(Requests.accept(task));
			CommitRequest end = Requests.end(task);
			assertThat(holds(end)).isFalse();
			store(end);
		}
	}

	@Test
	void tasksOfDifferentThreadsMakeNoStream() {
		for (int i = 0; i < 10; i++) {
			store(CompletableFuture
				.supplyAsync(() -> Requests.accept(Records.small("chat")), Thread::startVirtualThread)
				.join());
		}
		assertThat(holds(Requests.end(Records.small("chat")))).isFalse();
	}

	@Test
	void anyOtherChangeEndsAStream() {
		stream();
		store(Requests.change(Records.small("chat")));
		assertThat(holds(Requests.end(Records.small("chat")))).isFalse();
	}

	@Test
	void anEndIsHeldForABoundedTime() {
		stream();
		CommitRequest end = Requests.end(Records.small("chat"));
		assertThat(holds(end)).isTrue();
		this.clock.set(end.created() + TimeUnit.MICROSECONDS.toNanos(HeldEnds.LONGEST_MICROS));
		assertThat(this.held.left()).isZero();
		assertThat(this.held.begin(Requests.accept(Records.small("chat")), 0)).isFalse();
		assertThat(this.held.takeAll()).containsExactly(end);
	}

	@Test
	void noEndIsHeldAfterTheStream() {
		stream();
		CommitRequest end = Requests.end(Records.small("chat"));
		this.clock.set(end.created() + TimeUnit.MICROSECONDS.toNanos(HeldEnds.LONGEST_MICROS) - 1);
		assertThat(holds(end)).isFalse();
	}

	@Test
	void noEndIsHeldWhileManyRequestsWait() {
		stream();
		assertThat(this.held.begin(Requests.end(Records.small("chat")), HeldEnds.MANY)).isFalse();
	}

	@Test
	void aBoundedNumberOfEndsIsHeld() {
		stream();
		for (int i = 0; i < HeldEnds.MANY; i++) {
			assertThat(holds(Requests.end(Records.small("chat")))).isTrue();
		}
		assertThat(holds(Requests.end(Records.small("chat")))).isFalse();
	}

}
