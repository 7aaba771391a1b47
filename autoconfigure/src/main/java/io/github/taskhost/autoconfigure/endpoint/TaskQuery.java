package io.github.taskhost.autoconfigure.endpoint;

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
 * Query of a request.
 *
 * @param filter the filter
 * @param unresponsive whether only tasks are listed whose thread outlived their end, or
 * whose owner could not be told to end the work
 * @param order the order of the list
 * @param limit the size of a page
 * @param after the cursor of the page, or {@code null} for the first
 */
record TaskQuery(BackgroundTaskFilter filter, boolean unresponsive, TaskOrder order, int limit,
		@Nullable String after) {

	static final int DEFAULT_LIMIT = 50;

	static final int MAX_LIMIT = 200;

	/**
	 * Checks the order.
	 * @throws InvalidTaskArgumentException if unresponsive tasks are asked for with the
	 * newest first
	 */
	TaskQuery {
		if (unresponsive && order != TaskOrder.OLDEST_FIRST) {
			throw new InvalidTaskArgumentException(
					"The parameter 'order' is 'newest' with 'unresponsive': leave one of them out.");
		}
	}

	static TaskQuery of(BackgroundTaskFilter filter, @Nullable Boolean unresponsive, @Nullable String order,
			@Nullable Integer limit, @Nullable String after) {
		return new TaskQuery(filter, Boolean.TRUE.equals(unresponsive), order(order),
				checked((limit != null) ? limit : DEFAULT_LIMIT), after);
	}

	TaskQuery withLimit(int limit) {
		return new TaskQuery(this.filter, this.unresponsive, this.order, limit, this.after);
	}

	private static TaskOrder order(@Nullable String text) {
		return switch (text) {
			case null -> TaskOrder.OLDEST_FIRST;
			case "oldest" -> TaskOrder.OLDEST_FIRST;
			case "newest" -> TaskOrder.NEWEST_FIRST;
			default -> throw new InvalidTaskArgumentException(
					"The parameter 'order' is '" + text + "': use oldest or newest.");
		};
	}

	static @Nullable Boolean flag(String name, @Nullable String text) {
		return switch (text) {
			case null -> null;
			case "true" -> true;
			case "false" -> false;
			default -> throw new InvalidTaskArgumentException(
					"The parameter '" + name + "' is '" + text + "': use true or false.");
		};
	}

	static @Nullable Integer number(@Nullable String text) {
		try {
			return (text != null) ? Integer.valueOf(text) : null;
		}
		catch (NumberFormatException ex) {
			throw badLimit(text);
		}
	}

	private static int checked(int limit) {
		if (limit < 1 || limit > MAX_LIMIT) {
			throw badLimit(limit);
		}
		return limit;
	}

	private static InvalidTaskArgumentException badLimit(@Nullable Object limit) {
		return new InvalidTaskArgumentException(
				"The parameter 'limit' is '" + limit + "': use a number from 1 to " + MAX_LIMIT + ".");
	}

	/**
	 * Reads the parameters that select tasks. An empty parameter selects every task, as a
	 * form sends it for an empty field.
	 */
	static final class Filters {

		private Filters() {
		}

		static BackgroundTaskFilter filter(@Nullable String session, @Nullable String kind, @Nullable String state,
				TaskSearch search) {
			return new BackgroundTaskFilter(session, kind, states(state), true, search);
		}

		static TaskSearch search(@Nullable String text, @Nullable String worker, @Nullable String failure,
				@Nullable String parent, @Nullable String createdAfter, @Nullable String createdBefore) {
			return new TaskSearch(given(text), given(worker), failure(given(failure)), parent(given(parent)),
					time("createdAfter", given(createdAfter)), time("createdBefore", given(createdBefore)));
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
				String names = Arrays.stream(type.getEnumConstants())
					.map(TaskJson::name)
					.collect(Collectors.joining(", "));
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

		private static @Nullable Instant time(String name, @Nullable String text) {
			try {
				return (text != null) ? Instant.parse(text) : null;
			}
			catch (DateTimeException ex) {
				throw new InvalidTaskArgumentException("The parameter '" + name + "' is '" + text
						+ "': use a time in ISO-8601, such as 2026-01-31T12:00:00Z.");
			}
		}

	}

}
