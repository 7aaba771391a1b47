package io.github.taskhost.autoconfigure.endpoint;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * Query of a request.
 *
 * @param filter the filter
 * @param unresponsive whether only tasks are listed whose thread outlived their end, or
 * whose owner could not be told to end the work
 * @param limit the size of a page
 * @param after the cursor of the page, or {@code null} for the first
 */
record TaskQuery(BackgroundTaskFilter filter, boolean unresponsive, int limit, @Nullable String after) {

	static final int DEFAULT_LIMIT = 50;

	static final int MAX_LIMIT = 200;

	private static final String STATES = Arrays.stream(BackgroundTaskState.values())
		.map(TaskJson::name)
		.collect(Collectors.joining(", "));

	static TaskQuery of(@Nullable String session, @Nullable String kind, @Nullable String state,
			@Nullable Boolean unresponsive, @Nullable Integer limit, @Nullable String after) {
		BackgroundTaskFilter filter = new BackgroundTaskFilter(session, kind, states(state), true);
		return new TaskQuery(filter, Boolean.TRUE.equals(unresponsive),
				checked((limit != null) ? limit : DEFAULT_LIMIT), after);
	}

	TaskQuery withLimit(int limit) {
		return new TaskQuery(this.filter, this.unresponsive, limit, this.after);
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

	private static Set<BackgroundTaskState> states(@Nullable String text) {
		Set<BackgroundTaskState> states = EnumSet.noneOf(BackgroundTaskState.class);
		if (text != null && !text.isEmpty()) {
			for (String name : text.split(",", -1)) {
				states.add(state(name));
			}
		}
		return states;
	}

	private static BackgroundTaskState state(String name) {
		try {
			return BackgroundTaskState.valueOf(name.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidTaskArgumentException("There is no task state '" + name + "': use " + STATES + ".");
		}
	}

}
