package io.github.taskhost.autoconfigure.view;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.event.TaskSearch;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.task.FailureKind;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of requests for tasks. Texts that are not valid are refused with an
 * {@link InvalidTaskArgumentException} that names the parameter and the remedy.
 */
public final class TaskParameters {

	/** The size of a page for which no limit is given. */
	public static final int DEFAULT_LIMIT = 50;

	/** The largest size of a page. */
	public static final int MAX_LIMIT = 200;

	private TaskParameters() {
	}

	/**
	 * Returns the filter of a list.
	 * @param session the session, or {@code null} for all
	 * @param kind the kind, or {@code null} for all
	 * @param state names of states, separated by commas; {@code null} or empty for all
	 * @param search the further criteria
	 * @return the filter
	 */
	public static BackgroundTaskFilter filter(@Nullable String session, @Nullable String kind, @Nullable String state,
			TaskSearch search) {
		return new BackgroundTaskFilter(session, kind, states(state), true, search);
	}

	/**
	 * Returns the further criteria of a list. An empty parameter selects every task, as a
	 * form sends it for an empty field.
	 * @param text a part of id, name or kind, or {@code null}
	 * @param worker the worker, or {@code null}
	 * @param failure the name of a kind of failure, or {@code null}
	 * @param parent the uid of the parent, or {@code null}
	 * @param createdAfter the start of the time of creation, exclusive, or {@code null}
	 * @param createdBefore the end of the time of creation, exclusive, or {@code null}
	 * @return the criteria
	 */
	public static TaskSearch search(@Nullable String text, @Nullable String worker, @Nullable String failure,
			@Nullable String parent, @Nullable Instant createdAfter, @Nullable Instant createdBefore) {
		return new TaskSearch(text(text), given(worker), failure(given(failure)), parent(given(parent)), createdAfter,
				createdBefore);
	}

	/**
	 * Returns a text to find.
	 * @param text the text; {@code null} or empty for none
	 * @return the text, or {@code null}
	 */
	public static @Nullable String text(@Nullable String text) {
		return given(text);
	}

	private static @Nullable String given(@Nullable String text) {
		return (text != null && !text.isEmpty()) ? text : null;
	}

	private static Set<BackgroundTaskState> states(@Nullable String text) {
		Set<BackgroundTaskState> states = EnumSet.noneOf(BackgroundTaskState.class);
		if (text != null && !text.isEmpty()) {
			for (String name : text.split(",", -1)) {
				states.add(named(BackgroundTaskState.class, "task state", name));
			}
		}
		return states;
	}

	private static @Nullable FailureKind failure(@Nullable String text) {
		return (text != null) ? named(FailureKind.class, "kind of failure", text) : null;
	}

	private static <E extends Enum<E>> E named(Class<E> type, String sort, String name) {
		try {
			return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			String names = Arrays.stream(type.getEnumConstants()).map(TaskJson::name).collect(Collectors.joining(", "));
			throw new InvalidTaskArgumentException("There is no " + sort + " '" + name + "': use " + names + ".");
		}
	}

	private static @Nullable UUID parent(@Nullable String text) {
		try {
			return (text != null) ? UUID.fromString(text) : null;
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTaskArgumentException(
					"The parameter 'parent' is '" + text + "': use the uid of the parent task.");
		}
	}

	/**
	 * Returns a time.
	 * @param name the name of the parameter
	 * @param text the time in ISO-8601; {@code null} or empty for none
	 * @return the time, or {@code null}
	 */
	public static @Nullable Instant time(String name, @Nullable String text) {
		String given = given(text);
		try {
			return (given != null) ? Instant.parse(given) : null;
		}
		catch (DateTimeException ex) {
			throw new InvalidTaskArgumentException("The parameter '" + name + "' is '" + text
					+ "': use a time in ISO-8601, such as 2026-01-31T12:00:00Z.");
		}
	}

	/**
	 * Returns the order of a list.
	 * @param text {@code oldest} or {@code newest}; {@code null} for the oldest first
	 * @return the order
	 */
	public static TaskOrder order(@Nullable String text) {
		return switch (text) {
			case null -> TaskOrder.OLDEST_FIRST;
			case "oldest" -> TaskOrder.OLDEST_FIRST;
			case "newest" -> TaskOrder.NEWEST_FIRST;
			default -> throw new InvalidTaskArgumentException(
					"The parameter 'order' is '" + text + "': use oldest or newest.");
		};
	}

	/**
	 * Returns a flag.
	 * @param name the name of the parameter
	 * @param text {@code true}, {@code false} or {@code null}
	 * @return the flag, or {@code null}
	 */
	public static @Nullable Boolean flag(String name, @Nullable String text) {
		return switch (text) {
			case null -> null;
			case "true" -> true;
			case "false" -> false;
			default -> throw new InvalidTaskArgumentException(
					"The parameter '" + name + "' is '" + text + "': use true or false.");
		};
	}

	/**
	 * Returns the limit that a text gives, for {@link #limit}.
	 * @param text the number, or {@code null}
	 * @return the number, or {@code null}
	 */
	public static @Nullable Integer number(@Nullable String text) {
		try {
			return (text != null) ? Integer.valueOf(text) : null;
		}
		catch (NumberFormatException ex) {
			throw badLimit(text);
		}
	}

	/**
	 * Returns the size of a page.
	 * @param limit the limit, or {@code null} for the default
	 * @return the size, from 1 to 200
	 */
	public static int limit(@Nullable Integer limit) {
		int size = (limit != null) ? limit : DEFAULT_LIMIT;
		if (size < 1 || size > MAX_LIMIT) {
			throw badLimit(size);
		}
		return size;
	}

	/**
	 * Returns the position in the output of a task after which a page starts.
	 * @param after the position, or {@code null} for the first page
	 * @return the position
	 */
	public static long position(@Nullable String after) {
		try {
			return (after != null) ? Long.parseLong(after) : 0;
		}
		catch (NumberFormatException ex) {
			throw new InvalidTaskArgumentException("The parameter 'after' is '" + after
					+ "': use the next one of a page, or none for the first page.");
		}
	}

	private static InvalidTaskArgumentException badLimit(@Nullable Object limit) {
		return new InvalidTaskArgumentException(
				"The parameter 'limit' is '" + limit + "': use a number from 1 to " + MAX_LIMIT + ".");
	}

}
