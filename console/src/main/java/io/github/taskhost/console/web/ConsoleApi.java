package io.github.taskhost.console.web;

import java.security.Principal;
import java.time.Clock;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.autoconfigure.view.ScheduleAction;
import io.github.taskhost.autoconfigure.view.TaskAction;
import io.github.taskhost.autoconfigure.view.TaskParameters;
import io.github.taskhost.console.access.ConsoleAccess;
import io.github.taskhost.console.api.Actions;
import io.github.taskhost.console.api.BulkCancel;
import io.github.taskhost.console.api.KindViews;
import io.github.taskhost.console.api.Overview;
import io.github.taskhost.console.api.ScheduleViews;
import io.github.taskhost.console.api.SessionViews;
import io.github.taskhost.console.api.TaskDetail;
import io.github.taskhost.console.api.TaskViews;
import io.github.taskhost.console.api.Viewer;
import io.github.taskhost.console.live.LiveFeeds;
import io.github.taskhost.console.live.LiveQuery;
import io.github.taskhost.console.live.LiveQuery.View;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.event.TaskSearch;
import io.github.taskhost.task.BackgroundTaskState;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the console by their paths behind {@code api/}. Thread-safe.
 *
 * @param access the rules of access
 * @param session the answer about the session of the user
 * @param overview the numbers of the host
 * @param tasks the tasks
 * @param sessions the sessions
 * @param kinds the kinds
 * @param schedules the recurring schedules
 * @param feeds the live views
 * @param actions the actions
 * @param bulk the cancellation of many tasks
 * @param clock the clock
 */
public record ConsoleApi(ConsoleAccess access, SessionAnswer session, Overview overview, TaskViews tasks,
		SessionViews sessions, KindViews kinds, ScheduleViews schedules, LiveFeeds feeds, Actions actions,
		BulkCancel bulk, Clock clock) {

	private static final int ROWS = 50;

	private static final UUID NO_TASK = new UUID(0, 0);

	/**
	 * Reads.
	 * @param path the segments of the path
	 * @param request the request
	 * @return the answer, or {@code null} if there is no such path
	 */
	@Nullable Object get(List<String> path, ConsoleRequest request) {
		Parameters parameters = request.parameters();
		return switch (path.getFirst() + "/" + path.size()) {
			case "session/1" -> this.session.of(request);
			case "overview/1" -> this.overview.answer(true);
			case "tasks/1" -> page(request, filter(parameters));
			case "tasks/2" -> detail(uid(path), viewer(request));
			case "tasks/3" -> part(path.get(2), uid(path), request);
			case "sessions/1" -> this.sessions.page(parameters.get("text"), limit(parameters), parameters.get("after"));
			case "sessions/2" ->
				path.get(1).equals("close-preview") ? this.sessions.preview(parameters.require("session")) : null;
			case "kinds/1" -> this.kinds.answer();
			case "schedules/1" ->
				this.schedules.page(parameters.get("session"), limit(parameters), parameters.get("after"));
			case "live/1" -> this.feeds.once(live(request));
			default -> null;
		};
	}

	private TaskDetail detail(UUID uid, Viewer viewer) {
		return this.tasks.detail(this.tasks.task(uid), viewer, this.tasks.children(uid));
	}

	private static UUID uid(List<String> path) {
		return Parameters.uidOf("task", path.get(1));
	}

	private boolean shown(ConsoleRequest request) {
		return this.access.showsValues(request.user());
	}

	private static int limit(Parameters parameters) {
		return TaskParameters.limit(Objects.requireNonNullElse(parameters.number("limit"), ROWS));
	}

	private Map<String, @Nullable Object> page(ConsoleRequest request, BackgroundTaskFilter filter) {
		Parameters parameters = request.parameters();
		String order = Objects.requireNonNullElse(parameters.get("order"), "newest");
		String cursor = (parameters.get("before") != null) ? parameters.get("before") : parameters.get("after");
		return this.tasks.page(filter, TaskParameters.order(order), limit(parameters), cursor, shown(request));
	}

	private @Nullable Object part(String part, UUID uid, ConsoleRequest request) {
		Parameters parameters = request.parameters();
		return switch (part) {
			case "output" -> this.tasks.output(this.tasks.task(uid), TaskParameters.position(parameters.get("after")),
					limit(parameters), shown(request));
			case "messages" ->
				this.tasks.messages(this.tasks.task(uid), parameters.get("after"), limit(parameters), shown(request));
			case "children" -> this.tasks.page(BackgroundTaskFilter.all().withParent(uid), TaskOrder.OLDEST_FIRST,
					limit(parameters), parameters.get("after"), shown(request));
			case "stack" -> this.tasks.stack(uid, shown(request));
			default -> null;
		};
	}

	/** The filter of a list. */
	private BackgroundTaskFilter filter(Parameters parameters) {
		Set<BackgroundTaskState> states = EnumSet.noneOf(BackgroundTaskState.class);
		parameters.all("state")
			.forEach((state) -> states.addAll(TaskParameters.filter(null, null, state, TaskSearch.NONE).states()));
		return new BackgroundTaskFilter(parameters.get("session"), parameters.get("kind"), states, true,
				TaskParameters.search(parameters.get("text"), parameters.get("worker"), parameters.get("failure"),
						parameters.get("parent"), null, parameters.before("olderThan", this.clock.instant())));
	}

	/** The newest visible task; for an empty list one that is older than any other. */
	private static @Nullable UUID newest(Parameters parameters) {
		UUID newest = parameters.uid("newest");
		return (newest == null && parameters.values().containsKey("newest")) ? NO_TASK : newest;
	}

	/** The live view that a request asks for. */
	LiveQuery live(ConsoleRequest request) {
		Parameters parameters = request.parameters();
		View view = switch (parameters.require("view")) {
			case "overview" -> View.OVERVIEW;
			case "rows" -> View.ROWS;
			case "task" -> View.TASK;
			default -> throw new InvalidTaskArgumentException(
					"The parameter 'view' is '" + parameters.get("view") + "': use overview, rows or task.");
		};
		List<UUID> uids = parameters.uids("uid");
		if (view == View.TASK && uids.size() != 1) {
			throw new InvalidTaskArgumentException("The view of a task has one uid: use the parameter 'uid' once.");
		}
		String header = request.client().header("Last-Event-ID");
		return new LiveQuery(view, uids, filter(parameters), newest(parameters),
				(header != null) ? header : parameters.get("from"), viewer(request));
	}

	private Viewer viewer(ConsoleRequest request) {
		return new Viewer(shown(request), this.access.readOnly(request.user()), request.user().authorities());
	}

	/**
	 * Acts.
	 * @param path the segments of the path
	 * @param request the request
	 * @return the answer, or {@code null} if there is no such path
	 */
	@Nullable Object post(List<String> path, ConsoleRequest request) {
		Parameters form = request.parameters();
		Principal user = request.user().principal();
		return switch (path.getFirst() + "/" + path.size()) {
			case "tasks/2" -> path.get(1).equals("cancel") ? bulk(form, user) : null;
			case "tasks/3" -> {
				TaskAction action = action(path.get(2), form);
				yield (action != null) ? this.actions.on(user, uid(path), action, shown(request)) : null;
			}
			case "schedules/2" -> ScheduleAction.named(path.get(1) + "-schedule")
				.map((action) -> this.schedules.act(user, form.require("session"), form.require("id"), action))
				.orElse(null);
			case "sessions/2" -> path.get(1).equals("close")
					? this.actions.close(user, form.require("session"), form.get("successor")) : null;
			default -> null;
		};
	}

	private static @Nullable TaskAction action(String name, Parameters form) {
		return switch (name) {
			case "cancel" -> Actions.cancel(form.get("reason"), form.flag("now"));
			case "answer" -> Actions.answer(form.require("key"), form.number("number"), form.require("answer"));
			case "decline" -> new TaskAction.Decline(form.require("key"), form.number("number"), form.get("reason"));
			case "message" -> Actions.send(form.require("text"));
			case "reattach" -> Actions.reattach();
			default -> null;
		};
	}

	private Object bulk(Parameters form, @Nullable Principal user) {
		TaskAction cancel = Actions.cancel(form.get("reason"), form.flag("now"));
		List<UUID> uids = form.uids("uid");
		if (!uids.isEmpty()) {
			return this.bulk.chosen(user, uids, cancel);
		}
		BackgroundTaskFilter filter = filter(form);
		if (form.flag("preview")) {
			return this.bulk.preview(filter);
		}
		UUID until = form.uid("until");
		if (until == null) {
			throw new InvalidTaskArgumentException(
					"The parameter 'until' is missing. Send the uid that the preview has answered.");
		}
		return this.bulk.matching(user, filter, until, form.get("after"), cancel);
	}

	/** Makes the answer about the session of a user. */
	@FunctionalInterface
	public interface SessionAnswer {

		/**
		 * Makes the answer.
		 * @param request the request
		 * @return the answer
		 */
		Map<String, @Nullable Object> of(ConsoleRequest request);

	}

	static Map<String, Object> limits() {
		Map<String, Object> limits = new LinkedHashMap<>();
		limits.put("rows", ROWS);
		limits.put("bulkStep", BulkCancel.STEP);
		limits.put("streams", LiveFeeds.MAX);
		return limits;
	}

}
