package io.github.taskhost.local.kind;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

import io.github.taskhost.kind.Rate;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.local.time.NextAlarm;
import io.github.taskhost.spi.RateLimiters;
import io.github.taskhost.test.ManualTimer;
import io.github.taskhost.test.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Permits}, and for queues with a rate limit.
 */
class PermitsTests {

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final ManualTimer timer = new ManualTimer(new SettableClock());

	private final Alarms alarms = new Alarms(this.timer, PermitsTests.class.getClassLoader());

	/** The answers of the limiter; it refuses for a second when there is none. */
	private final Deque<Long> answers = new ArrayDeque<>();

	private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

	@AfterEach
	void stop() {
		this.alarms.stop();
	}

	private Permits permits(boolean perSession) {
		return new Permits(new ScriptedLimiter(), Rate.of("1/s"), perSession, this.timer::nanoTime,
				new NextAlarm(this.alarms, () -> this.calls.add("alarm")));
	}

	private SlotQueue<String> queue(boolean perSession) {
		return new SlotQueue<>(Integer.MAX_VALUE, null, permits(perSession));
	}

	@Test
	void limiterIsNotAskedBeforeTheTimeThatItNamed() {
		SlotQueue<String> queue = queue(false);
		this.answers.add(3 * SECOND);
		assertThat(queue.tryTake("s")).isNull();
		assertThat(queue.enqueue("s", 5, 0, "a")).isNull();
		assertThat(queue.enqueue("t", 5, 0, "b")).isNull();
		assertThat(this.calls).containsExactly("take s");
		assertThat(queue.rateLimited()).isEqualTo(2);
		assertThat(queue.isFull()).isFalse();
		assertThat(queue.rateWait("t", "b")).isEqualTo(new SlotQueue.RateWait("1/s", Duration.ofSeconds(4)));
		assertThat(queue.rateWait("t", "c")).isNull();
		assertThat(this.timer.isScheduled(Duration.ofSeconds(3))).isTrue();
		this.timer.advance(Duration.ofSeconds(3));
		this.answers.addAll(List.of(0L, SECOND));
		assertThat(queue.next()).isEqualTo("a");
		assertThat(queue.next()).isNull();
		assertThat(this.calls).filteredOn((call) -> call.startsWith("take"))
			.containsExactly("take s", "take s", "take t");
	}

	@Test
	void permitOfATaskThatDoesNotStartGoesToTheNextOne() {
		SlotQueue<String> queue = queue(false);
		this.answers.add(0L);
		SlotQueue.Slot<String> slot = queue.tryTake("s");
		assertThat(slot).isNotNull();
		this.answers.add(SECOND);
		assertThat(queue.enqueue("t", 5, 0, "b")).isNull();
		this.answers.add(0L);
		assertThat(slot.refuse()).isEqualTo("b");
		assertThat(slot.refuse()).isNull();
		assertThat(this.calls).startsWith("take s", "take t", "give back s", "take t");
		assertThat(queue.used()).isOne();
	}

	@Test
	void permitOfATaskThatHasEndedIsSpent() {
		SlotQueue<String> queue = queue(false);
		this.answers.add(0L);
		SlotQueue.Slot<String> slot = queue.tryTake("s");
		queue.enqueue("t", 5, 0, "b");
		assertThat(slot.giveBack()).isNull();
		assertThat(this.calls).doesNotContain("give back s");
		assertThat(queue.waiting()).containsExactly("b");
	}

	@Test
	void sessionWithoutPermitsHoldsUpNoOther() {
		SlotQueue<String> queue = queue(true);
		this.answers.addAll(List.of(2 * SECOND, 0L, SECOND));
		assertThat(queue.enqueue("s", 9, 0, "a")).isNull();
		assertThat(queue.enqueue("t", 0, 9, "b")).isEqualTo("b");
		assertThat(queue.enqueue("t", 0, 9, "c")).isNull();
		assertThat(queue.enqueue("s", 5, 9, "d")).isNull();
		assertThat(queue.rateWait("s", "d")).isEqualTo(new SlotQueue.RateWait("1/s", Duration.ofSeconds(3)));
		this.timer.advance(Duration.ofSeconds(1));
		this.answers.add(0L);
		assertThat(queue.next()).isEqualTo("c");
		assertThat(queue.next()).isNull();
		this.timer.advance(Duration.ofSeconds(1));
		this.answers.addAll(List.of(0L, 0L));
		assertThat(queue.next()).isEqualTo("a");
		assertThat(queue.next()).isEqualTo("d");
	}

	@Test
	void limiterThatTellsLaterIsAskedWhenItHasNews() {
		SlotQueue<String> queue = queue(false);
		this.answers.add(RateLimiters.LATER);
		assertThat(queue.enqueue("s", 5, 0, "a")).isNull();
		this.timer.advance(Duration.ofDays(1));
		assertThat(queue.next()).isNull();
		this.answers.add(0L);
		queue.askLimiter();
		assertThat(queue.next()).isEqualTo("a");
		assertThat(this.calls).containsExactly("take s", "take s", "idle");
	}

	@Test
	void kindWithoutPermitsHoldsUpNoOther() {
		HostSlots<String> host = new HostSlots<>(1);
		SlotQueue<String> limited = new SlotQueue<>(Integer.MAX_VALUE, host, permits(false));
		SlotQueue<String> other = new SlotQueue<>(Integer.MAX_VALUE, host, null);
		SlotQueue.Slot<String> slot = other.tryTake("s");
		assertThat(limited.enqueue("s", 9, 0, "a")).isNull();
		assertThat(other.enqueue("s", 0, 9, "b")).isNull();
		this.answers.add(SECOND);
		assertThat(slot.giveBack()).isEqualTo("b");
		assertThat(this.timer.isScheduled(Duration.ofSeconds(1))).isTrue();
		this.timer.advance(Duration.ofSeconds(1));
		this.answers.add(0L);
		assertThat(new SlotQueue.Slot<>(other, "s").giveBack()).isEqualTo("a");
	}

	private final class ScriptedLimiter implements RateLimiters.Limiter {

		@Override
		public long take(String sessionId) {
			PermitsTests.this.calls.add("take " + sessionId);
			Long answer = PermitsTests.this.answers.poll();
			return (answer != null) ? answer : SECOND;
		}

		@Override
		public void giveBack(String sessionId) {
			PermitsTests.this.calls.add("give back " + sessionId);
		}

		@Override
		public void idle() {
			PermitsTests.this.calls.add("idle");
		}

	}

}
