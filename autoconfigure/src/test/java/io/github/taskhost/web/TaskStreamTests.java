package io.github.taskhost.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.EventOptions;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TaskStream} with a host, and a client that the test holds up.
 */
@Timeout(60)
class TaskStreamTests {

	private static final int BUFFER = 4;

	private static final Duration NO_HEARTBEAT = Duration.ofDays(1);

	private final LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
		.options(BackgroundTaskHostOptions.withDefaults().withEvents(new EventOptions(Duration.ZERO, BUFFER, 1024)))
		.build();

	private final BlockingQueue<StreamPart> sent = new LinkedBlockingQueue<>();

	private final Semaphore room = new Semaphore(Integer.MAX_VALUE);

	private final AtomicInteger ends = new AtomicInteger();

	@BeforeEach
	void start() {
		this.host.start();
	}

	@AfterEach
	void stop() {
		this.host.close();
	}

	@Test
	void stateComesFirstAndThenOnlyEventsThatItDoesNotContain() throws Exception {
		register("old");
		TaskStream stream = stream(TaskStreamRequest.ofSession("chat-42"));
		register("new");
		this.host.reporter("chat-42", "old").complete("done");
		CompletableFuture<Void> end = start(stream);
		assertThat(ids(next())).containsExactly("old", "new");
		register("newest");
		StreamPart event = next();
		assertThat(event.name()).isEqualTo("registered");
		assertThat(((BackgroundTaskEvent) event.data()).record().id()).isEqualTo("newest");
		assertThat(event.id()).isEqualTo(((BackgroundTaskEvent) event.data()).record().uid() + ":1");
		this.host.drain();
		end.join();
		assertThat(this.sent).isEmpty();
		assertThat(this.ends).hasValue(1);
	}

	@Test
	void stateHasManyParts() throws Exception {
		for (int i = 0; i < 120; i++) {
			register("task-" + i);
		}
		start(stream(TaskStreamRequest.ofSession("chat-42")));
		List<Boolean> first = new ArrayList<>();
		List<String> ids = new ArrayList<>();
		TaskStreamState state;
		do {
			state = (TaskStreamState) next().data();
			first.add(state.first());
			state.records().forEach((record) -> ids.add(record.id()));
		}
		while (!state.last());
		assertThat(first).startsWith(true).filteredOn(Boolean::booleanValue).hasSize(1);
		assertThat(ids).hasSize(120).doesNotHaveDuplicates();
	}

	@Test
	void slowClientGetsTheNumberOfLostEventsAndAFreshState() throws Exception {
		register("slow");
		this.room.drainPermits();
		start(stream(TaskStreamRequest.ofSession("chat-42")));
		for (int i = 1; i <= 20; i++) {
			this.host.reporter("chat-42", "slow").post("message " + i);
		}
		BackgroundTaskRecord last = this.host.reporter("chat-42", "slow").complete("done");
		awaitLast(last);
		this.room.release(Integer.MAX_VALUE);
		assertThat(next().name()).isEqualTo("state");
		StreamPart lost = next();
		assertThat(lost.name()).isEqualTo("lost");
		assertThat((Long) lost.data()).isPositive();
		StreamPart state = next();
		assertThat(((TaskStreamState) state.data()).first()).isTrue();
		assertThat(((TaskStreamState) state.data()).records()).containsExactly(last);
		register("after");
		assertThat(((BackgroundTaskEvent) next().data()).record().id()).isEqualTo("after");
	}

	@Test
	void sessionThatChangesFasterThanItsStateIsSentHasEventsToo() throws Exception {
		register("busy");
		TaskStream stream = stream(TaskStreamRequest.ofSession("chat-42"));
		List<String> names = new ArrayList<>();
		stream.sendTo((part) -> {
			names.add(String.valueOf(part.name()));
			if (part.data() instanceof BackgroundTaskEvent || names.size() == 20) {
				stream.close();
			}
			else if (part.data() instanceof TaskStreamState) {
				for (int i = 1; i <= 20; i++) {
					this.host.reporter("chat-42", "busy").post("message " + i);
				}
			}
		});
		assertThat(names).containsExactly("state", "lost", "state", "message_sent");
	}

	@Test
	void eventsThatTheClientSawBeforeItsReconnectAreSkipped() throws Exception {
		BackgroundTaskRecord task = register("gone");
		TaskStream stream = stream(TaskStreamRequest.of(BackgroundTaskFilter.all().withSession("chat-42"))
			.withLastEventId(task.uid() + ":2"));
		this.host.unregisterExternal("chat-42", "gone");
		CompletableFuture<Void> end = start(stream);
		assertThat(ids(next())).isEmpty();
		this.host.drain();
		end.join();
		assertThat(this.sent).isEmpty();
	}

	@Test
	void lastEventIdsOfOthersAreIgnored() throws Exception {
		for (String id : List.of("", ":", "1", "abc:1", "7b0e4c1a-9d7c-4b1f-8f6e-0c2d1a3b4c5d:x", ":::")) {
			stream(TaskStreamRequest.ofSession("chat-42").withLastEventId(id)).close();
		}
		assertThat(this.ends).hasValue(6);
	}

	@Test
	void noChangeIsMissedBetweenTheStateAndTheEvents() throws Exception {
		CompletableFuture<Void> work = CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 300; i++) {
				register("task-" + i);
				this.host.reporter("chat-42", "task-" + i).complete("done");
			}
		});
		Map<String, BackgroundTaskRecord> known = new HashMap<>();
		start(stream(TaskStreamRequest.ofSession("chat-42")));
		while (known.size() < 300 || known.values().stream().anyMatch((task) -> !task.state().isTerminal())) {
			StreamPart part = next();
			if (part.data() instanceof BackgroundTaskEvent event) {
				BackgroundTaskRecord before = known.put(event.record().id(), event.record());
				assertThat(before == null || before.eventSequence() < event.record().eventSequence()).isTrue();
			}
			else if (part.data() instanceof TaskStreamState state) {
				state.records().forEach((task) -> known.put(task.id(), task));
			}
		}
		work.join();
	}

	@Test
	void quietStreamSendsComments() throws Exception {
		TaskStreamOptions options = new TaskStreamOptions(Duration.ofMillis(1), 1, 1);
		start(new StreamSource(this.host, options).open(TaskStreamRequest.ofSession("chat-42")));
		assertThat(next().name()).isEqualTo("state");
		assertThat(next()).isEqualTo(StreamPart.HEARTBEAT);
		assertThat(next()).isEqualTo(StreamPart.HEARTBEAT);
	}

	@Test
	void eventThatTheStateContainsIsSkippedAfterAQuietHeartbeatToo() throws Exception {
		try (BackgroundTaskSubscription real = this.host.subscribe(BackgroundTaskFilter.all())) {
			register("late");
			Optional<BackgroundTaskEvent> late = real.next(Duration.ofSeconds(30));
			assertThat(late).isPresent();
			this.host.reporter("chat-42", "late").complete("done");
			new TaskStream(this.host, TaskStreamRequest.ofSession("chat-42"), NO_HEARTBEAT, new Late(late),
					this.ends::incrementAndGet)
				.sendTo(this::send);
		}
		assertThat(next().name()).isEqualTo("state");
		assertThat(next()).isEqualTo(StreamPart.HEARTBEAT);
		assertThat(this.sent).isEmpty();
	}

	@Test
	void streamEndsWhenItsClientHasGone() {
		TaskStream stream = stream(TaskStreamRequest.ofSession("chat-42"));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> stream.sendTo((part) -> {
			throw new IOException("gone");
		}));
		assertThat(this.ends).hasValue(1);
		stream.close();
		assertThat(this.ends).hasValue(1);
	}

	@Test
	void closedStreamSendsNothing() throws Exception {
		TaskStream stream = stream(TaskStreamRequest.ofSession("chat-42"));
		stream.close();
		stream.sendTo(this::send);
		assertThat(this.sent).isEmpty();
		assertThat(this.ends).hasValue(1);
	}

	@Test
	void placesAreLimitedForEachSessionAndCallerAndGivenBack() throws Exception {
		StreamSource source = new StreamSource(this.host, new TaskStreamOptions(NO_HEARTBEAT, 1, 2));
		TaskStreamRequest request = TaskStreamRequest.ofSession("a").withCaller("ann");
		TaskStream first = source.open(request);
		assertThatExceptionOfType(TooManyTaskStreamsException.class).isThrownBy(() -> source.open(request))
			.withMessageContaining("max-per-session");
		TaskStream second = source.open(TaskStreamRequest.ofSession("b").withCaller("ann"));
		assertThatExceptionOfType(TooManyTaskStreamsException.class)
			.isThrownBy(() -> source.open(TaskStreamRequest.ofSession("c").withCaller("ann")))
			.withMessageContaining("max-per-caller");
		source.open(TaskStreamRequest.ofSession("c").withCaller("bob")).close();
		source.open(TaskStreamRequest.of(BackgroundTaskFilter.all())).close();
		first.close();
		second.close();
		source.open(request).close();
	}

	@Test
	void refusedSubscriptionGivesThePlaceBack() {
		StreamSource source = new StreamSource(this.host, new TaskStreamOptions(NO_HEARTBEAT, 1, 1));
		this.host.drain();
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(io.github.taskhost.error.TaskRejectedException.class)
				.isThrownBy(() -> source.open(TaskStreamRequest.ofSession("a").withCaller("ann")));
		}
	}

	private BackgroundTaskRecord register(String id) {
		return this.host.registerExternal("chat-42", BackgroundTaskRegistration.ofKind("import").id(id).build(), null);
	}

	private TaskStream stream(TaskStreamRequest request) {
		return new TaskStream(this.host, request, NO_HEARTBEAT, this.host.subscribe(request.filter()),
				this.ends::incrementAndGet);
	}

	private CompletableFuture<Void> start(TaskStream stream) {
		return CompletableFuture.runAsync(() -> {
			try {
				stream.sendTo(this::send);
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}, (run) -> Thread.ofVirtual().start(run));
	}

	private void send(StreamPart part) throws InterruptedException {
		this.room.acquire();
		this.sent.add(part);
	}

	private StreamPart next() throws InterruptedException {
		StreamPart part = this.sent.poll(30, TimeUnit.SECONDS);
		assertThat(part).isNotNull();
		return part;
	}

	/** Waits until all events up to the last of a task were delivered. */
	private void awaitLast(BackgroundTaskRecord last) throws InterruptedException {
		assertThat(last.state().isTerminal()).isTrue();
		this.host.awaitIdle(Duration.ofSeconds(30));
	}

	private static List<String> ids(StreamPart state) {
		return ((TaskStreamState) state.data()).records().stream().map(BackgroundTaskRecord::id).toList();
	}

	/** Has nothing at first, then an event, and ends. */
	private static final class Late implements BackgroundTaskSubscription {

		private final Optional<BackgroundTaskEvent> event;

		private int calls;

		Late(Optional<BackgroundTaskEvent> event) {
			this.event = event;
		}

		@Override
		public Optional<BackgroundTaskEvent> next(Duration timeout) {
			return (this.calls++ == 0) ? Optional.empty() : this.event;
		}

		@Override
		public long takeLost() {
			return 0;
		}

		@Override
		public boolean isEnded() {
			return this.calls > 1;
		}

		@Override
		public void close() {
			// Nothing to close.
		}

	}

}
