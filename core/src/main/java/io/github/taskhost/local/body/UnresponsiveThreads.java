package io.github.taskhost.local.body;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.taskhost.local.task.Work;
import io.github.taskhost.local.time.Alarms;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The attempts whose threads outlive the end of the record. Each is logged once if it
 * still runs after the grace period: the first {@value #STACKS} with their stacks, later
 * ones together, as numbers of threads by place, after ten seconds. A kind with slots
 * bounds their number, since such a thread holds its slot; a kind without slots does not.
 */
public final class UnresponsiveThreads {

	private static final Logger log = LoggerFactory.getLogger(UnresponsiveThreads.class);

	private static final int STACKS = 10;

	private static final int PLACES = 20;

	/** The largest number of stacks that are read for one summary. */
	private static final int READ = 1000;

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private final Set<Attempt> attempts = ConcurrentHashMap.newKeySet();

	/** Guards {@code stacks} and {@code others}. */
	private final ReentrantLock lock = new ReentrantLock();

	private final Alarms alarms;

	private final Duration patience;

	/** The number of stacks that were logged since the last summary. */
	private int stacks;

	/** The attempts that the next summary counts. */
	private List<Attempt> others = new ArrayList<>();

	public UnresponsiveThreads(Alarms alarms, Duration patience) {
		this.alarms = alarms;
		this.patience = patience;
	}

	/** The threads that have not ended. */
	public List<Thread> threads() {
		return this.attempts.stream().map(Attempt::thread).filter(Objects::nonNull).toList();
	}

	void add(Attempt attempt) {
		this.attempts.add(attempt);
		if (attempt.isOver()) {
			this.attempts.remove(attempt);
		}
		else if (attempt.task().record().abandoned()) {
			report(attempt);
		}
		else {
			this.alarms.after(this.patience, () -> report(attempt));
		}
	}

	private void report(Attempt attempt) {
		if (this.attempts.contains(attempt) && takesStack(attempt)) {
			BackgroundTaskRecord record = attempt.task().record();
			log.warn("Task {} of session {}, {}, has ended, but its thread still runs and holds its slot:\n\t{}",
					record.id(), record.sessionId(), record.state(), String.join("\n\t", attempt.stack()));
		}
	}

	/** Whether a stack is logged now; otherwise the next summary counts the attempt. */
	private boolean takesStack(Attempt attempt) {
		this.lock.lock();
		try {
			if (this.stacks < STACKS) {
				this.stacks++;
				return true;
			}
			if (this.others.isEmpty()) {
				this.alarms.after(PAUSE, this::summarize);
			}
			this.others.add(attempt);
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Logs the attempts that were not logged with their stacks and still run. */
	public void summarize() {
		List<Attempt> left = takeOthers().stream().filter(this.attempts::contains).toList();
		if (!left.isEmpty()) {
			log.warn("{} more tasks have ended, but their threads still run; {} of them by place:{}", left.size(),
					Math.min(READ, left.size()), places(left));
		}
	}

	private List<Attempt> takeOthers() {
		this.lock.lock();
		try {
			List<Attempt> taken = this.others;
			this.others = new ArrayList<>();
			this.stacks = 0;
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static String places(List<Attempt> left) {
		Map<String, Long> places = left.stream()
			.limit(READ)
			.map(UnresponsiveThreads::placeOf)
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		return places.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue().reversed())
			.limit(PLACES)
			.map((place) -> "\n\t" + place.getValue() + " at " + place.getKey())
			.collect(Collectors.joining()) + ((places.size() > PLACES) ? "\n\t…" : "");
	}

	/** The newest frame outside the JDK. */
	private static String placeOf(Attempt attempt) {
		List<String> stack = attempt.stack();
		return stack.stream()
			.filter((frame) -> !frame.startsWith("java.") && !frame.startsWith("jdk."))
			.findFirst()
			.orElse(stack.isEmpty() ? "an unknown place" : stack.get(0));
	}

	void remove(Attempt attempt) {
		this.attempts.remove(attempt);
	}

	public boolean contains(Work.Body body) {
		return this.attempts.contains(body);
	}

	/**
	 * Whether no attempt is noted. Attempts that are just ending hold their slots until
	 * they are removed, so they are noted here, and not counted by {@link #count()}.
	 */
	public boolean areNone() {
		return this.attempts.isEmpty();
	}

	public int count() {
		return (int) present().count();
	}

	public Stream<BackgroundTaskRecord> records() {
		return present().map((attempt) -> attempt.task().record());
	}

	/** The noted attempts without those that are just ending. */
	private Stream<Attempt> present() {
		return this.attempts.stream().filter((attempt) -> !attempt.isOver());
	}

}
