package io.github.taskhost.local.remote;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

import io.github.taskhost.internal.text.LogSafe;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.spi.TaskNotice.Inspect;
import io.github.taskhost.spi.TaskNotice.Inspected;
import io.github.taskhost.spi.TaskNotice.WorkDetails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The questions of this host for the details of work in other hosts, and its answers to
 * theirs. A caller waits two seconds at most, whatever the store and the other host do,
 * and {@value #QUESTIONS} questions are under way at most. Questions and answers are
 * notices: a late answer finds no question and is dropped.
 *
 * <p>
 * <b>Synchronisation.</b> A question is in {@code asked} before its notice is stored, and
 * its caller takes it out. It has two users, the caller and the thread that stores the
 * notice; the last one to leave gives its place back.
 */
public final class RemoteWork {

	private static final Logger log = LoggerFactory.getLogger(RemoteWork.class);

	/** The largest number of questions that are under way. */
	static final int QUESTIONS = 32;

	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final Map<UUID, Question> asked = new ConcurrentHashMap<>();

	private final Semaphore places = new Semaphore(QUESTIONS);

	private final BiPredicate<LocalTask, TaskNotice> notices;

	private final Supplier<String> workerId;

	private final Executor threads;

	private final Duration patience;

	/**
	 * Creates the questions of a host.
	 * @param notices stores a notice about a task, and returns whether there is a host
	 * that gets it
	 * @param workerId the id under which this host writes
	 * @param threads the threads that store questions
	 */
	public RemoteWork(BiPredicate<LocalTask, TaskNotice> notices, Supplier<String> workerId, Executor threads) {
		this(notices, workerId, threads, PATIENCE);
	}

	RemoteWork(BiPredicate<LocalTask, TaskNotice> notices, Supplier<String> workerId, Executor threads,
			Duration patience) {
		this.notices = notices;
		this.workerId = workerId;
		this.threads = threads;
		this.patience = patience;
	}

	/** Asks for the work of a live task that this host does not have. */
	public Reply ask(LocalTask task) {
		long end = System.nanoTime() + this.patience.toNanos();
		try {
			if (!this.places.tryAcquire(this.patience.toNanos(), TimeUnit.NANOSECONDS)) {
				return new OutOfReach(QUESTIONS + " inspections wait for other hosts already. Try again.");
			}
			return ask(task, new Question(), end);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new OutOfReach("The thread that waited for the host of the task was interrupted.");
		}
	}

	private Reply ask(LocalTask task, Question question, long end) throws InterruptedException {
		UUID id = UUID.randomUUID();
		this.asked.put(id, question);
		try {
			send(task, id, question);
			return question.answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			return new OutOfReach(
					"The host of the task did not answer within " + this.patience.toSeconds() + " seconds.");
		}
		catch (ExecutionException ex) {
			log.debug("The host of task {} could not be asked", task.uid(), LogSafe.of(ex));
			return new OutOfReach("The host of the task could not be asked, since the store is away.");
		}
		finally {
			this.asked.remove(id);
			leave(question);
		}
	}

	/** Stores the notice on another thread, which may wait for the store for longer. */
	private void send(LocalTask task, UUID id, Question question) {
		boolean started = false;
		try {
			this.threads.execute(() -> store(task, id, question));
			started = true;
		}
		finally {
			if (!started) {
				leave(question);
			}
		}
	}

	private void store(LocalTask task, UUID id, Question question) {
		try {
			if (!this.notices.test(task, new Inspect(id, this.workerId.get()))) {
				question.answer.complete(new Nowhere());
			}
		}
		catch (Throwable ex) {
			question.answer.completeExceptionally(ex);
		}
		finally {
			leave(question);
		}
	}

	private void leave(Question question) {
		if (question.users.decrementAndGet() == 0) {
			this.places.release();
		}
	}

	/** Takes an answer; a late one is dropped. */
	public void answered(Inspected answer) {
		Question question = this.asked.get(answer.question());
		if (question != null) {
			question.answer.complete(new Seen(answer.work()));
		}
	}

	/**
	 * Answers another host. An answer that cannot be stored is dropped: it would be late.
	 */
	public void answer(LocalTask task, Inspect question, WorkDetails work) {
		try {
			boolean unused = this.notices.test(task, new Inspected(question.question(), question.asker(), work));
		}
		catch (RuntimeException ex) {
			log.debug("An inspection of task {} by {} is not answered", task.uid(), question.asker(), LogSafe.of(ex));
		}
	}

	/** The number of questions that wait for answers. */
	int waiting() {
		return this.asked.size();
	}

	/** A question that is under way. */
	private static final class Question {

		private final CompletableFuture<Reply> answer = new CompletableFuture<>();

		private final AtomicInteger users = new AtomicInteger(2);

	}

	/** The outcome of a question. */
	public sealed interface Reply {

	}

	/**
	 * The answer of the host that has the task.
	 *
	 * @param work the details of its work
	 */
	public record Seen(WorkDetails work) implements Reply {
	}

	/** No other host has the task, so that its work is nowhere or here. */
	public record Nowhere() implements Reply {
	}

	/**
	 * No answer in time.
	 *
	 * @param reason the reason, a sentence
	 */
	public record OutOfReach(String reason) implements Reply {
	}

}
