package io.github.taskhost.jdbc.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.github.taskhost.jdbc.meter.JournalMeters;
import io.github.taskhost.jdbc.row.Write;
import io.github.taskhost.jdbc.row.Write.Sort;
import io.github.taskhost.jdbc.sql.BatchTransaction;
import io.github.taskhost.jdbc.sql.ExtraStatements.EventRow;
import io.github.taskhost.jdbc.sql.PipelinedTransaction;
import io.github.taskhost.jdbc.sql.StoreParts;
import io.github.taskhost.spi.JournalResult;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of a writer, up to their commits, and its log, whose places are never
 * used twice. Used by one thread.
 */
public final class Attempts {

	/**
	 * The time after an answer in which a commit is sent with its statements. Later, the
	 * connection may be lost: a commit that is sent first into a lost connection is in
	 * doubt until the database is back, and its callers with it.
	 */
	private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final int number;

	private final StoreParts parts;

	private final JournalMeters meters;

	private long sequence;

	/** The time at which the present transaction began. */
	private long begun;

	/** The time at which the server answered last. */
	private long answered = System.nanoTime() - FRESH_NANOS;

	public Attempts(int number, StoreParts parts, JournalMeters meters) {
		this.meters = meters;
		this.number = number;
		this.parts = parts;
	}

	/**
	 * Stores a batch. Its commit is sent already or not: that of a connection sends it in
	 * the second case only.
	 * @param current a connection without a transaction
	 * @param batch the requests, of different tasks and one node
	 */
	public Attempt attempt(Connection current, List<CommitRequest> batch) throws SQLException {
		this.begun = System.nanoTime();
		BatchTransaction transaction = new BatchTransaction(this.parts, current);
		UUID node = batch.get(0).node();
		Attempt together = together(current, node, batch);
		if (together != null) {
			return together;
		}
		if (transaction.enter(node) == null) {
			return new Fenced();
		}
		Set<UUID> stored = transaction.store(batch.stream().flatMap((request) -> request.writes().stream()).toList());
		Map<CommitRequest, JournalResult> results = new HashMap<>();
		for (CommitRequest request : batch) {
			Write refused = request.writes()
				.stream()
				.filter((write) -> !stored.contains(write.uid()))
				.findFirst()
				.orElse(null);
			if (refused == null) {
				results.put(request, JournalResult.Stored.STORED);
			}
			else if (request.writes().size() > 1) {
				return new Broken(request, transaction.reasonOf(refused));
			}
			else {
				results.put(request, transaction.reasonOf(refused));
			}
		}
		List<EventRow> events = events(node, batch, stored);
		transaction.log(events);
		List<Write> writes = batch.stream()
			.flatMap((request) -> request.writes().stream())
			.filter((write) -> stored.contains(write.uid()))
			.toList();
		return new Ready(results, doubt(node, events, writes));
	}

	/**
	 * Stores a batch in one round trip, which saves most of the time of a small batch.
	 * Returns {@code null}, without a transaction, if not all is as expected.
	 */
	private @Nullable Attempt together(Connection current, UUID node, List<CommitRequest> batch) throws SQLException {
		List<Write> writes = batch.stream().flatMap((request) -> request.writes().stream()).toList();
		PipelinedTransaction transaction = new PipelinedTransaction(this.parts, current, writes);
		if (!transaction.isPossible()) {
			return null;
		}
		List<EventRow> events = events(node, batch, writes.stream().map(Write::uid).collect(Collectors.toSet()));
		Map<CommitRequest, JournalResult> results = new HashMap<>();
		batch.forEach((request) -> results.put(request, JournalResult.Stored.STORED));
		Ready ready = new Ready(results, doubt(node, events, writes));
		boolean commits = transaction.canCommit() && System.nanoTime() - this.answered < FRESH_NANOS;
		try {
			if (transaction.store(node, events, commits)) {
				return ready;
			}
		}
		catch (SQLException | RuntimeException | Error ex) {
			if (commits) {
				return new Unanswered(ready, ex);
			}
			throw ex;
		}
		current.rollback();
		return null;
	}

	/**
	 * The mark of a transaction: the place of its first change. A place that it gives to
	 * a change of a caller's transaction is none, since that one may not exist.
	 */
	private Doubt doubt(UUID node, List<EventRow> events, List<Write> stored) {
		Long place = events.stream()
			.filter((event) -> event.write().sort() != Sort.LOG)
			.map(EventRow::seq)
			.findFirst()
			.orElse(null);
		boolean repeats = stored.stream().anyMatch((write) -> !write.isLogged() || write.sort() == Sort.LOG);
		return new Doubt(node, this.number, place, repeats);
	}

	/**
	 * Notes that the server has answered a commit.
	 * @param requests the number of its requests
	 */
	public void answered(int requests) {
		this.answered = System.nanoTime();
		this.meters.committed(requests, this.answered - this.begun);
	}

	private List<EventRow> events(UUID node, List<CommitRequest> batch, Set<UUID> stored) {
		List<EventRow> events = new ArrayList<>();
		for (CommitRequest request : batch) {
			for (Write write : request.writes()) {
				if (write.isLogged() && stored.contains(write.uid())) {
					events.add(new EventRow(node, this.number, ++this.sequence, write));
				}
			}
		}
		return events;
	}

	/** The outcome, before the commit is certain. */
	public sealed interface Attempt {

	}

	/** The node is fenced. */
	public record Fenced() implements Attempt {
	}

	/** A request of several changes is not stored as a whole. */
	public record Broken(CommitRequest request, JournalResult reason) implements Attempt {
	}

	/** All is stored, up to the commit or with it. */
	public record Ready(Map<CommitRequest, JournalResult> results, Doubt doubt) implements Attempt {
	}

	/** The commit was sent, and failed. */
	public record Unanswered(Ready ready, Throwable failure) implements Attempt {
	}

}
