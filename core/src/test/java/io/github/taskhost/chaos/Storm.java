package io.github.taskhost.chaos;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.event.SessionWake;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.event.WakeReason;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.local.time.HostThreads;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;

/**
 * A host, and all that acts on it: threads with {@link Operations}, {@link Bodies},
 * executors, owners, listeners that throw and call back, a recorder that throws.
 */
final class Storm {

	static final int SESSIONS = 6;

	static final int PINS = 8;

	static final int PIN_SESSIONS = 4;

	private final Calm calm = new Calm();

	private final Findings findings = new Findings();

	private final Registrations registrations = new Registrations();

	private final Pool<BackgroundTaskHandle<?>> handles = new Pool<>(256);

	private final Queue<BackgroundTaskHandle<?>> all = new ConcurrentLinkedQueue<>();

	private final Queue<SessionCloseReport> reports = new ConcurrentLinkedQueue<>();

	private final Queue<SessionWake> wakes = new ConcurrentLinkedQueue<>();

	private final AtomicInteger droppedWakes = new AtomicInteger();

	private final AtomicInteger lostLookups;

	private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

	private final CountDownLatch release = new CountDownLatch(1);

	private final CountDownLatch placesFree = new CountDownLatch(1);

	private final EventTrail first = new EventTrail(this.findings);

	private final EventTrail last = new EventTrail(this.findings);

	private final EventTrail read = new EventTrail(this.findings);

	private final Meters meters;

	private final Bodies bodies;

	private final Operations operations;

	private final LocalBackgroundTaskHost host;

	private final Duration patience;

	private final Fault fault;

	Storm(BackgroundTaskHostOptions options, Fault fault, Duration patience) {
		this.fault = fault;
		this.patience = patience;
		this.meters = new Meters(fault, this.calm);
		this.bodies = new Bodies(this, fault);
		this.operations = new Operations(this, fault);
		this.lostLookups = new AtomicInteger((fault == Fault.LOST_LOOKUP) ? 1 : 0);
		this.host = LocalBackgroundTaskHost.builder()
			.options(options)
			.metrics(this.meters)
			.threads(tracked(HostThreads.virtualFactory()), tracked(HostThreads.platformFactory()))
			.addListener(FaultyListener.of(fault, this.first))
			.addListener(new Meddler(this))
			.addListener(this.last)
			.addExecutor(new Executor(this, "remote"))
			.addExecutor(new Executor(this, "silent"))
			.addHandler(new Handler())
			.addInterceptor((context, next) -> {
				if (!this.calm.hasBegun() && !context.record().kind().equals("private")
						&& context.uid().hashCode() % 50 == 0) {
					throw new Deliberate("an interceptor");
				}
				return next.proceed();
			})
			.build();
	}

	private ThreadFactory tracked(ThreadFactory factory) {
		return (work) -> {
			Thread thread = factory.newThread(work);
			this.threads.add(thread);
			return thread;
		};
	}

	/** The live threads that the host has made. */
	List<Thread> threads() {
		this.threads.removeIf((thread) -> !thread.isAlive());
		return List.copyOf(this.threads);
	}

	static String session(RandomGenerator random) {
		return "s" + random.nextInt(SESSIONS);
	}

	static String pinSession(RandomGenerator random) {
		return "p" + random.nextInt(PIN_SESSIONS);
	}

	static String id(RandomGenerator random) {
		return "t" + random.nextInt(12);
	}

	LocalBackgroundTaskHost host() {
		return this.host;
	}

	Calm calm() {
		return this.calm;
	}

	Findings findings() {
		return this.findings;
	}

	Registrations registrations() {
		return this.registrations;
	}

	Bodies bodies() {
		return this.bodies;
	}

	Operations operations() {
		return this.operations;
	}

	Meters meters() {
		return this.meters;
	}

	/** The listener before the ones that throw and call back. */
	EventTrail first() {
		return this.first;
	}

	/** The listener after the ones that throw and call back. */
	EventTrail last() {
		return this.last;
	}

	/** The events that a subscription has read, in this round alone. */
	EventTrail read() {
		return this.read;
	}

	/** Reads all events of a subscription that has room for those of a round. */
	void readAll(BackgroundTaskSubscription subscription) throws InterruptedException {
		Optional<BackgroundTaskEvent> event = subscription.next(Duration.ZERO);
		while (event.isPresent()) {
			this.read.onEvent(event.get());
			event = subscription.next(Duration.ZERO);
		}
		if (subscription.takeLost() > 0) {
			this.findings.add("a subscription lost events");
		}
		subscription.close();
	}

	BackgroundTaskSubscription subscribe() {
		return this.host.subscribe(BackgroundTaskFilter.all());
	}

	void made(BackgroundTaskHandle<?> task) {
		this.handles.add(task);
		this.all.add(task);
	}

	void made(BackgroundTaskRecord record) {
		try {
			made(this.host.task(record.sessionId(), record.id()));
		}
		catch (TaskNotFoundException ex) {
			// removed or moved and replaced meanwhile
		}
	}

	@Nullable BackgroundTaskHandle<?> anyTask(RandomGenerator random) {
		return this.handles.pick(random);
	}

	Collection<BackgroundTaskHandle<?>> tasks() {
		return this.all;
	}

	void closed(SessionCloseReport report) {
		this.reports.add(report);
	}

	Collection<SessionCloseReport> reports() {
		return this.reports;
	}

	void drained(SessionWakes drained) {
		drained.wakes().stream().filter((wake) -> wake.reason() == WakeReason.ENDED).forEach(this.wakes::add);
		this.droppedWakes.addAndGet((int) drained.dropped());
	}

	Collection<SessionWake> wakes() {
		return this.wakes;
	}

	int droppedWakes() {
		return this.droppedWakes.get();
	}

	/** Looks for a task by its id only. */
	Optional<BackgroundTaskRecord> lookUp(String id) {
		return (this.lostLookups.getAndDecrement() > 0) ? Optional.empty() : this.host.get(id);
	}

	/** Waits until the canary is over, and ignores interrupts. */
	void awaitRelease() {
		boolean interrupted = false;
		while (this.release.getCount() > 0) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	Duration patience() {
		return this.patience;
	}

	/** Takes the slot or the place that a canary keeps. */
	void takePlace(Fault kept) {
		if (this.fault == kept) {
			this.host.session("canary").spawn("narrow", (context) -> this.placesFree.await(1, TimeUnit.MINUTES));
		}
	}

	void freeSlots() {
		if (this.fault == Fault.KEPT_SLOT) {
			freePlaces();
		}
	}

	void freePlaces() {
		this.placesFree.countDown();
	}

	void releaseStuck() {
		if (this.fault == Fault.STUCK_BODY) {
			release();
		}
	}

	/** Ends the thread, the body or the slot of a canary. */
	void release() {
		this.release.countDown();
	}

	/** Forgets the round. */
	void forget() {
		threads();
		this.handles.clear();
		this.all.clear();
		this.reports.clear();
		this.wakes.clear();
		this.droppedWakes.set(0);
		this.first.forget();
		this.last.forget();
		this.read.clear();
	}

	static List<String> sessions() {
		return Stream
			.concat(IntStream.range(0, SESSIONS).mapToObj((i) -> "s" + i),
					IntStream.range(0, PIN_SESSIONS).mapToObj((i) -> "p" + i))
			.toList();
	}

	private final class Handler implements BackgroundTaskHandler<@Nullable JsonPayload> {

		@Override
		public String kind() {
			return "handled";
		}

		@Override
		public Type inputType() {
			return JsonPayload.class;
		}

		@Override
		public @Nullable Object run(@Nullable JsonPayload input, BackgroundTaskContext context) throws Exception {
			RandomGenerator random = new SplittableRandom(context.uid().getLeastSignificantBits());
			return Storm.this.bodies.run(random.nextInt(24), random, context);
		}

	}

}
