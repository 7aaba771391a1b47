package io.github.taskhost.local.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.MessageDelivery;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePage;
import org.jspecify.annotations.Nullable;

/**
 * The messages to and from a task, and its questions.
 *
 * <p>
 * <b>Synchronisation.</b> All fields are guarded by {@code lock}. A message or an answer
 * is committed and kept under the lock, so its order here is the order of its event.
 * Events are delivered outside the lock, so no user code runs under it, and a listener
 * finds here the message or answer of its event. Methods marked "call in turn" require
 * {@link #inTurn}.
 */
public final class Mailbox {

	/** The largest number of dropped messages whose ids are remembered. */
	private static final int MAX_DROPPED = 1000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	private final Map<String, TaskMessage> messages = new LinkedHashMap<>();

	private final Deque<String> inbox = new ArrayDeque<>();

	private final ReportOptions limits;

	private final ReportBudget budget;

	private final Consumer<TaskMessage> marked;

	private final Consumer<TaskMessage> dropped;

	private @Nullable TaskQuestions questions;

	private String newestDropped = "";

	/** The ids of the messages that were dropped last, {@code null} for none. */
	private @Nullable Set<String> lastDropped;

	/**
	 * Creates an empty mailbox.
	 * @param marked receives messages whose delivery has become known, under the lock
	 * @param dropped receives messages that are past the limits, under the lock
	 */
	Mailbox(ReportOptions limits, ReportBudget budget, Consumer<TaskMessage> marked, Consumer<TaskMessage> dropped) {
		this.limits = limits;
		this.budget = budget;
		this.marked = marked;
		this.dropped = dropped;
	}

	/** Runs work under the lock. */
	public <T extends @Nullable Object> T inTurn(Supplier<T> work) {
		this.lock.lock();
		try {
			return work.get();
		}
		finally {
			this.lock.unlock();
		}
	}

	public void inTurn(Runnable work) {
		inTurn(() -> {
			work.run();
			return true;
		});
	}

	/** Whether there is room for another queued message; call in turn. */
	public boolean hasRoom() {
		return this.inbox.size() < this.limits.messages();
	}

	/**
	 * Keeps a message and drops the oldest that are not queued past the limits; call in
	 * turn.
	 */
	public void keep(TaskMessage message) {
		this.messages.put(message.id(), message);
		this.budget.add(costOf(message));
		if (message.delivery() == MessageDelivery.QUEUED) {
			this.inbox.addLast(message.id());
			this.changed.signalAll();
		}
		Iterator<TaskMessage> oldest = this.messages.values().iterator();
		while (oldest.hasNext() && (this.messages.size() > this.limits.messages() || this.budget.isExceeded())) {
			TaskMessage candidate = oldest.next();
			if (candidate != message && candidate.delivery() != MessageDelivery.QUEUED) {
				oldest.remove();
				dropped(candidate);
				rememberDropped(candidate);
				this.dropped.accept(candidate);
			}
		}
	}

	private void dropped(TaskMessage message) {
		this.budget.add(-costOf(message));
		if (message.id().compareTo(this.newestDropped) > 0) {
			this.newestDropped = message.id();
		}
	}

	private static long costOf(TaskMessage message) {
		return ReportBudget.sizeOf(message.parts()) + ReportBudget.OVERHEAD;
	}

	/**
	 * The messages among some that it never had, in their order. A message that it
	 * dropped shortly before may still be stored.
	 */
	public List<TaskMessage> unknown(List<TaskMessage> some) {
		return inTurn(() -> some.stream()
			.filter((message) -> !this.messages.containsKey(message.id()) && !isDropped(message))
			.toList());
	}

	private boolean isDropped(TaskMessage message) {
		return this.lastDropped != null && this.lastDropped.contains(message.id());
	}

	private void rememberDropped(TaskMessage message) {
		Set<String> last = (this.lastDropped != null) ? this.lastDropped : new LinkedHashSet<>();
		this.lastDropped = last;
		last.add(message.id());
		if (last.size() > MAX_DROPPED) {
			last.remove(last.iterator().next());
		}
	}

	/** The messages that wait, in their order. */
	public List<TaskMessage> queued() {
		return inTurn(() -> this.inbox.stream().map(this.messages::get).filter(Objects::nonNull).toList());
	}

	/** Takes a message out of the inbox of the body, because the executor takes it. */
	public void taken(TaskMessage message) {
		inTurn(() -> this.inbox.remove(message.id()));
	}

	/** Sets the delivery of a message, if the message is still kept. */
	public TaskMessage mark(TaskMessage message, MessageDelivery delivery) {
		TaskMessage known = message.withDelivery(delivery);
		inTurn(() -> mark(known));
		return known;
	}

	private @Nullable TaskMessage mark(TaskMessage known) {
		TaskMessage kept = this.messages.computeIfPresent(known.id(), (id, message) -> known);
		if (kept != null) {
			this.marked.accept(kept);
		}
		return kept;
	}

	/**
	 * Waits for the next message for the body and takes it. Returns none after a
	 * cancellation, so that the message is not lost in a body that winds down.
	 */
	public Optional<TaskMessage> receive(BooleanSupplier cancelled, BooleanSupplier late) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (this.inbox.isEmpty() && !late.getAsBoolean() && !cancelled.getAsBoolean()) {
				this.changed.await();
			}
			String next = cancelled.getAsBoolean() ? null : this.inbox.pollFirst();
			TaskMessage message = (next != null) ? this.messages.get(next) : null;
			return (message == null) ? Optional.empty()
					: Optional.ofNullable(mark(message.withDelivery(MessageDelivery.DELIVERED)));
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Wakes waiting threads, which check their conditions again. */
	public void wake() {
		inTurn(this.changed::signalAll);
	}

	public TaskMessagePage page(@Nullable String after, int limit) {
		return inTurn(() -> {
			String from = (after != null) ? after : "";
			List<TaskMessage> newer = this.messages.values()
				.stream()
				.filter((message) -> message.id().compareTo(from) > 0)
				.limit(limit + 1L)
				.toList();
			List<TaskMessage> page = newer.subList(0, Math.min(limit, newer.size()));
			String next = (newer.size() > limit) ? page.getLast().id() : null;
			return new TaskMessagePage(page, next, this.newestDropped.compareTo(from) > 0);
		});
	}

	/** The newest messages. */
	public List<TaskMessage> tail(int limit) {
		return inTurn(() -> {
			List<TaskMessage> all = new ArrayList<>(this.messages.values());
			return all.subList(Math.max(0, all.size() - limit), all.size());
		});
	}

	/** The questions of the task, guarded by the same lock; created on first use. */
	public TaskQuestions questions() {
		return inTurn(() -> {
			TaskQuestions present = this.questions;
			if (present == null) {
				present = new TaskQuestions(this.lock, this.changed, this.limits);
				this.questions = present;
			}
			return present;
		});
	}

	public @Nullable Answer answer(String key) {
		return inTurn(() -> (this.questions != null) ? this.questions.answer(key) : null);
	}

	public List<Answer> answers() {
		return inTurn(() -> (this.questions != null) ? this.questions.answers() : List.of());
	}

	/**
	 * Marks queued messages as not delivered, forgets the questions, and wakes waiting
	 * threads, after the end of the task.
	 */
	void end() {
		inTurn(() -> {
			this.inbox.forEach((waiting) -> this.messages.computeIfPresent(waiting,
					(id, message) -> message.withDelivery(MessageDelivery.NOT_DELIVERED)));
			this.inbox.clear();
			if (this.questions != null) {
				this.questions.end();
			}
			this.changed.signalAll();
		});
	}

	/**
	 * Drops the messages, because the budget needs the room or the record was removed.
	 */
	void clear() {
		inTurn(() -> {
			this.messages.values().forEach(this::dropped);
			this.messages.clear();
			this.inbox.clear();
		});
	}

}
