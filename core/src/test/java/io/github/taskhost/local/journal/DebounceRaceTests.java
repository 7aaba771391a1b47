package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalResult;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.JsonPayload;
import io.github.taskhost.test.ManualTimer;
import io.github.taskhost.test.SettableClock;
import io.github.taskhost.test.contract.support.GreetingCodec;
import io.github.taskhost.test.contract.support.GreetingCodec.Greeting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests of one host for a key that meet a start, or a request, of another host. */
class DebounceRaceTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration QUIET = Duration.ofSeconds(211);

	private static final Duration WINDOW = Duration.ofHours(1);

	private final SettableClock clock = new SettableClock();

	private final ManualTimer timer = new ManualTimer(this.clock);

	private final BlockingQueue<String> greeted = new LinkedBlockingQueue<>();

	private final MemoryJournal ownersJournal = new MemoryJournal();

	/** The owner of the first task. */
	private LocalBackgroundTaskHost owner;

	private LocalBackgroundTaskHost other;

	private HookedJournal othersJournal;

	@BeforeEach
	void start() {
		this.owner = start(this.ownersJournal);
		this.othersJournal = new HookedJournal(this.ownersJournal);
		this.other = start(this.othersJournal);
	}

	@AfterEach
	void close() {
		this.other.close();
		this.owner.close();
	}

	private LocalBackgroundTaskHost start(MemoryJournal journal) {
		LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
			.journal(journal)
			.clock(this.clock)
			.timer(this.timer)
			.codec(new GreetingCodec())
			.addHandler(new Greeter())
			.build();
		host.recover();
		return host;
	}

	private static BackgroundTaskHandle<@Nullable Object> greet(LocalBackgroundTaskHost host, String name) {
		return host.submit("s1", TaskRequest.of("greet").debounce("k", QUIET).input(new Greeting(name)));
	}

	private String nextGreeted() throws InterruptedException {
		return Objects.requireNonNull(this.greeted.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS), "nobody was greeted");
	}

	private BackgroundTaskRecord stored(UUID uid) {
		return Objects.requireNonNull(this.ownersJournal.find(uid)).record();
	}

	@Test
	void requestElsewhereMovesTheStartOfTheHostThatHasTheTask() throws Exception {
		UUID uid = greet(this.owner, "ann").uid();
		this.timer.advance(QUIET.minusSeconds(1));
		assertThat(greet(this.other, "bob").uid()).isEqualTo(uid);
		this.ownersJournal.drain();
		assertThat(this.timer.countScheduled(QUIET)).isEqualTo(1);
		this.timer.advance(QUIET.minusNanos(1));
		assertThat(stored(uid).state()).isEqualTo(BackgroundTaskState.PENDING);
		this.timer.advance(Duration.ofNanos(1));
		assertThat(nextGreeted()).isEqualTo("bob");
	}

	@Test
	void startThatMeetsAnUnheardRequestWaitsForTheNewTime() throws Exception {
		UUID uid = greet(this.owner, "ann").uid();
		this.timer.advance(QUIET.minusSeconds(1));
		greet(this.other, "bob");
		this.timer.advance(Duration.ofSeconds(1)); // the owner has not heard of it
		assertThat(stored(uid).state()).isEqualTo(BackgroundTaskState.PENDING);
		this.timer.awaitScheduled(QUIET.minusSeconds(1));
		this.timer.advance(QUIET.minusSeconds(1));
		assertThat(nextGreeted()).isEqualTo("bob");
		this.ownersJournal.drain();
		assertThat(this.greeted).isEmpty();
	}

	@Test
	void requestThatMeetsTheStartIsANewTask() throws Exception {
		UUID uid = greet(this.owner, "ann").uid();
		this.othersJournal.before(JournalChange.Changed.class, () -> {
			this.timer.advance(QUIET);
			assertThat(nextGreeted()).isEqualTo("ann");
		});
		BackgroundTaskHandle<?> second = greet(this.other, "bob");
		assertThat(second.uid()).isNotEqualTo(uid);
		assertThat(stored(uid).input()).isEqualTo(new JsonPayload("{\"name\":\"ann\"}"));
		this.timer.advance(QUIET);
		assertThat(nextGreeted()).isEqualTo("bob");
	}

	@Test
	void firstRequestsOfTwoHostsAreOneTask() throws Exception {
		AtomicReference<UUID> first = new AtomicReference<>();
		this.othersJournal.before(JournalChange.Accepted.class, () -> first.set(greet(this.owner, "ann").uid()));
		assertThat(greet(this.other, "bob").uid()).isEqualTo(first.get());
		this.ownersJournal.drain();
		this.timer.advance(QUIET);
		assertThat(nextGreeted()).isEqualTo("bob");
		assertThat(this.greeted).isEmpty();
	}

	@Test
	void replacementsOfTwoHostsAreBothMade() {
		UUID uid = greet(this.owner, "ann").uid();
		long version = stored(uid).version();
		this.othersJournal.before(JournalChange.Changed.class, () -> greet(this.owner, "carl"));
		assertThat(greet(this.other, "bob").uid()).isEqualTo(uid);
		assertThat(stored(uid).version()).isEqualTo(version + 2);
		assertThat(stored(uid).input()).isEqualTo(new JsonPayload("{\"name\":\"bob\"}"));
	}

	@Test
	void keyWhoseWindowHasPassedIsTakenByOneOfTwoHosts() {
		TaskRequest hourly = TaskRequest.of("greet").idempotencyKey("k", WINDOW).input(new Greeting("ann"));
		UUID former = this.owner.submit("s1", hourly).uid();
		this.clock.advance(WINDOW);
		AtomicReference<UUID> next = new AtomicReference<>();
		this.othersJournal.before(JournalChange.Accepted.class, () -> next.set(this.owner.submit("s1", hourly).uid()));
		assertThat(this.other.submit("s1", hourly).uid()).isEqualTo(next.get()).isNotEqualTo(former);
		assertThat(this.ownersJournal.holders("s1", List.of("k"))).singleElement()
			.returns(next.get(), (task) -> task.record().uid());
	}

	/** A step of a test. */
	private interface Step {

		void run() throws InterruptedException;

	}

	/** A journal that runs a step once before it stores a sort of change. */
	private static final class HookedJournal extends MemoryJournal {

		private final AtomicReference<@Nullable Step> step = new AtomicReference<>();

		private volatile @Nullable Class<? extends JournalChange> sort;

		HookedJournal(MemoryJournal beside) {
			super(beside);
		}

		void before(Class<? extends JournalChange> change, Step next) {
			this.sort = change;
			this.step.set(next);
		}

		@Override
		public JournalResult commit(List<JournalChange> changes, Patience patience) {
			Class<? extends JournalChange> hooked = this.sort;
			Step next = (hooked != null && hooked.isInstance(changes.getFirst())) ? this.step.getAndSet(null) : null;
			try {
				if (next != null) {
					next.run();
				}
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return super.commit(changes, patience);
		}

	}

	/** Greets a person. */
	private final class Greeter implements BackgroundTaskHandler<Greeting> {

		@Override
		public String kind() {
			return "greet";
		}

		@Override
		public Class<Greeting> inputType() {
			return Greeting.class;
		}

		@Override
		public @Nullable Object run(Greeting input, BackgroundTaskContext context) {
			DebounceRaceTests.this.greeted.add(input.name());
			return null;
		}

	}

}
