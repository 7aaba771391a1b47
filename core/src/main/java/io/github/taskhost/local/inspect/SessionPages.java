package io.github.taskhost.local.inspect;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.SessionPage;
import io.github.taskhost.event.SessionSummary;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.internal.text.Texts;
import io.github.taskhost.local.commit.TaskLookup;
import io.github.taskhost.local.session.Session;
import io.github.taskhost.local.session.Sessions;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Pages of sessions with the numbers of their tasks. Those of a host in memory are
 * counted by a walk over their tasks; the walk over the ids of all sessions keeps no more
 * than a page.
 */
public final class SessionPages {

	private static final int MAX_PAGE = 1000;

	private final Sessions sessions;

	private final TaskLookup local;

	private final @Nullable TaskJournal journal;

	/**
	 * Creates the pages.
	 * @param journal the journal of a durable host, or {@code null}
	 */
	public SessionPages(Sessions sessions, TaskLookup local, @Nullable TaskJournal journal) {
		this.sessions = sessions;
		this.local = local;
		this.journal = journal;
	}

	/**
	 * Makes a page.
	 * @throws InvalidTaskArgumentException if the text, the limit or the cursor is not
	 * valid
	 */
	public SessionPage page(@Nullable String text, int limit, @Nullable String after) {
		if (text != null) {
			Names.textToFind(text);
		}
		if (limit < 1 || limit > MAX_PAGE) {
			throw new InvalidTaskArgumentException("The limit " + limit + " is not valid: use 1 to " + MAX_PAGE + ".");
		}
		if (after != null) {
			Names.id("cursor", after);
		}
		return (this.journal != null) ? stored(this.journal.sessions(text, limit, after))
				: inMemory(text, limit, after);
	}

	/** The numbers of a session. */
	public SessionSummary of(String sessionId) {
		return (this.journal != null) ? withUnstored(this.journal.session(sessionId)) : inMemory(sessionId);
	}

	private SessionPage inMemory(@Nullable String text, int limit, @Nullable String after) {
		List<String> ids = firstIds(text, limit + 1, after);
		boolean more = ids.size() > limit;
		List<String> page = more ? ids.subList(0, limit) : ids;
		return new SessionPage(page.stream().map(this::inMemory).toList(), more ? page.getLast() : null);
	}

	/** The first ids behind a cursor, in order. */
	private List<String> firstIds(@Nullable String text, int limit, @Nullable String after) {
		PriorityQueue<String> first = new PriorityQueue<>(Comparator.reverseOrder());
		for (Session session : this.sessions.all()) {
			String id = session.id();
			boolean wanted = (after == null || id.compareTo(after) > 0) && (text == null || Texts.contains(id, text));
			if (wanted && (first.size() < limit || id.compareTo(first.element()) < 0)) {
				first.add(id);
				if (first.size() > limit) {
					first.remove();
				}
			}
		}
		return first.stream().sorted().toList();
	}

	private SessionSummary inMemory(String sessionId) {
		Tally tally = new Tally();
		this.local.tasksOf(sessionId).forEach(tally::add);
		return new SessionSummary(sessionId, tally.states, false, hidden(sessionId), tally.oldest);
	}

	private int hidden(String sessionId) {
		Session session = this.sessions.find(sessionId);
		return (session != null) ? session.hidden().threads().size() : 0;
	}

	private SessionPage stored(SessionPage page) {
		return new SessionPage(page.sessions().stream().map(this::withUnstored).toList(), page.next());
	}

	/** Adds the tasks of a session that a durable host keeps in memory. */
	private SessionSummary withUnstored(SessionSummary stored) {
		Tally tally = new Tally();
		tally.states.putAll(stored.states());
		tally.oldest = stored.oldest();
		this.local.tasksOf(stored.id()).stream().filter((task) -> task.stored() == null).forEach(tally::add);
		return new SessionSummary(stored.id(), tally.states, stored.partial(), hidden(stored.id()), tally.oldest);
	}

	/** Counts tasks. */
	private static final class Tally {

		private final Map<BackgroundTaskState, Long> states = new EnumMap<>(BackgroundTaskState.class);

		private @Nullable Instant oldest;

		void add(LocalTask task) {
			BackgroundTaskRecord record = task.record();
			this.states.merge(record.state(), 1L, Long::sum);
			if (!record.state().isTerminal() && (this.oldest == null || record.createdAt().isBefore(this.oldest))) {
				this.oldest = record.createdAt();
			}
		}

	}

}
