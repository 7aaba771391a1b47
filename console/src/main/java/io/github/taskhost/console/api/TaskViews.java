package io.github.taskhost.console.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.TaskInspection;
import io.github.taskhost.autoconfigure.view.DialogueJson;
import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.autoconfigure.view.TaskValues;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskHistory;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.message.Answer;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePage;
import io.github.taskhost.message.TaskOutputPage;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.TaskMode;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as the console shows them. Thread-safe.
 */
public final class TaskViews {

	private static final int MAX_ANCESTORS = 20;

	private static final int MAX_CHILDREN = 1000;

	private static final int MAX_UNRESPONSIVE = 1000;

	private static final long MAX_BYTES = 1_000_000;

	private final BackgroundTaskHost host;

	private final TaskValues values;

	private final DialogueJson dialogue;

	private final Clock clock;

	/**
	 * Creates the views.
	 * @param host the host of the tasks
	 * @param values masks or sanitizes confidential values
	 * @param clock the clock of the answers
	 */
	public TaskViews(BackgroundTaskHost host, TaskValues values, Clock clock) {
		this.host = host;
		this.values = values;
		this.dialogue = new DialogueJson(values);
		this.clock = clock;
	}

	/**
	 * Begins an answer with the time.
	 * @return a new object
	 */
	public Map<String, @Nullable Object> answer() {
		Map<String, @Nullable Object> answer = new LinkedHashMap<>();
		answer.put("now", this.clock.instant());
		return answer;
	}

	/**
	 * Returns a page of tasks.
	 * @param filter the filter
	 * @param order the order
	 * @param limit the largest number of tasks, from 1 to 1,000
	 * @param cursor the cursor of the page, or {@code null}
	 * @param shown whether the user may see values
	 * @return the answer
	 */
	public Map<String, @Nullable Object> page(BackgroundTaskFilter filter, TaskOrder order, int limit,
			@Nullable String cursor, boolean shown) {
		BackgroundTaskPage page = this.host.list(filter, order, limit, cursor);
		Map<String, @Nullable Object> answer = answer();
		answer.put("tasks", rows(page.records(), shown));
		answer.put("next", page.next());
		answer.put("previous", page.previous());
		answer.put("partial", page.partial() ? true : null);
		return answer;
	}

	/**
	 * Returns rows of tasks.
	 * @param records the tasks
	 * @param shown whether the user may see values
	 * @return the rows
	 */
	public List<TaskRow> rows(List<BackgroundTaskRecord> records, boolean shown) {
		Set<UUID> unresponsive = records.isEmpty() ? Set.of() : unresponsive();
		Values visible = new Values(this.values, shown);
		return records.stream()
			.map((record) -> TaskRow.of(record, visible, unresponsive.contains(record.uid())))
			.toList();
	}

	private Set<UUID> unresponsive() {
		return this.host.unresponsive(MAX_UNRESPONSIVE)
			.stream()
			.map(BackgroundTaskRecord::uid)
			.collect(Collectors.toSet());
	}

	/**
	 * Returns the record of a task.
	 * @param uid the uid
	 * @return the record
	 * @throws TaskNotFoundException if there is none
	 */
	public BackgroundTaskRecord record(UUID uid) {
		return this.host.find(uid).orElseThrow(() -> gone(uid));
	}

	private static TaskNotFoundException gone(UUID uid) {
		return new TaskNotFoundException("There is no task with the uid " + uid
				+ " any more: its record was removed, by retention or by its owner. List the tasks that exist.");
	}

	/** A confidential text, sanitized or masked. */
	@Nullable String text(String path, @Nullable String text, boolean shown) {
		return new Values(this.values, shown).text(path, text);
	}

	/**
	 * Looks a task up, which may be stored: all that is shown of it comes from one look.
	 * @param uid the uid
	 * @return its handle
	 * @throws TaskNotFoundException if there is none
	 */
	public BackgroundTaskHandle<?> task(UUID uid) {
		try {
			return this.host.task(uid);
		}
		catch (TaskNotFoundException ex) {
			throw gone(uid);
		}
	}

	/**
	 * Returns the details of a task.
	 * @param handle the task
	 * @param viewer the rights of the user
	 * @param children the number of its children
	 * @return the details
	 */
	public TaskDetail detail(BackgroundTaskHandle<?> handle, Viewer viewer, int children) {
		UUID uid = handle.uid();
		BackgroundTaskRecord record = handle.record();
		Values visible = new Values(this.values, viewer.shown());
		List<Answer> answers = handle.answers();
		TaskHistory history = this.host.history(uid).orElseGet(() -> new TaskHistory(List.of(), true));
		boolean live = !record.state().isTerminal();
		boolean acts = viewer.readOnly() == null && live;
		InputRequest question = record.inputRequest();
		String refusal = (question != null) ? viewer.answerRefusal(question.key(), question.authority()) : null;
		return new TaskDetail(this.clock.instant(), rows(List.of(record), viewer.shown()).getFirst(),
				TaskJson.name(record.mode()), record.producer(), record.parentUid(), ancestors(record), children,
				record.summary(), TaskJson.name(record.cancelPolicy()), TaskJson.name(record.closePolicy()),
				TaskDetail.text(record.timeout()), record.cancelRequestedAt(), record.cancelledBy(),
				record.abandoned() ? true : null, record.idempotencyKey(), record.heartbeatAt(),
				TaskDetail.text(record.duration(this.clock.instant())),
				record.artifacts().isEmpty() ? null : record.artifacts(), TaskParts.links(record),
				TaskParts.input(record, visible), TaskParts.result(record, visible),
				TaskParts.attempts(record, visible), TaskParts.question(record),
				acts && question != null && refusal == null, refusal, acts, acts,
				acts && record.mode() == TaskMode.SUBMITTED, TaskParts.answers(answers, visible),
				Moment.of(record, history, answers, visible), history.partial() ? true : null,
				record.registration().scheduledRun(), awaited(record), record.predecessors().size());
	}

	/** The first tasks that a task waits for, or waited for. */
	private @Nullable List<TaskDetail.Ancestor> awaited(BackgroundTaskRecord record) {
		return record.predecessors().isEmpty() ? null
				: related(record.predecessors().stream().limit(MAX_ANCESTORS).toList());
	}

	/**
	 * Returns the tasks with some uids that are still known, as they are linked to.
	 * @param uids the uids
	 * @return the tasks
	 */
	List<TaskDetail.Ancestor> related(List<UUID> uids) {
		return uids.stream().flatMap((uid) -> this.host.find(uid).stream()).map(TaskDetail.Ancestor::of).toList();
	}

	private List<TaskDetail.Ancestor> ancestors(BackgroundTaskRecord record) {
		List<TaskDetail.Ancestor> ancestors = new ArrayList<>();
		UUID parent = record.parentUid();
		while (parent != null && ancestors.size() < MAX_ANCESTORS) {
			BackgroundTaskRecord one = this.host.find(parent).orElse(null);
			parent = (one != null) ? one.parentUid() : null;
			if (one != null) {
				ancestors.addFirst(TaskDetail.Ancestor.of(one));
			}
		}
		return ancestors;
	}

	/**
	 * Counts the children of a task.
	 * @param uid the uid
	 * @return the number, at most 1,001
	 */
	public int children(UUID uid) {
		BackgroundTaskPage page = this.host.list(BackgroundTaskFilter.all().withParent(uid), MAX_CHILDREN, null);
		return page.records().size() + ((page.next() != null) ? 1 : 0);
	}

	/**
	 * Returns the thread and the stack of a task, wherever it runs.
	 * @param uid the uid
	 * @param shown whether the user may see values
	 * @return the answer
	 * @throws TaskNotFoundException if there is no such task
	 */
	public Map<String, @Nullable Object> stack(UUID uid, boolean shown) {
		TaskInspection inspection = this.host.inspect(uid).orElseThrow(() -> gone(uid));
		Values visible = new Values(this.values, shown);
		Map<String, @Nullable Object> answer = answer();
		answer.put("thread", inspection.thread());
		answer.put("stack",
				shown ? inspection.stack().stream().map((frame) -> visible.text("stack", frame)).toList() : List.of());
		answer.put("masked", (!shown && !inspection.stack().isEmpty()) ? true : null);
		answer.put("outOfReach", inspection.outOfReach());
		answer.put("unresponsive", inspection.unresponsive());
		answer.put("failureStack", visible.text("failureStackTrace", inspection.failureStackTrace()));
		return answer;
	}

	/**
	 * Returns a page of the output of a task.
	 * @param handle the task
	 * @param after the position behind which it begins, 0 for the first retained line
	 * @param limit the largest number of lines, from 1 to 1,000
	 * @param shown whether the user may see values
	 * @return the answer
	 */
	public Map<String, @Nullable Object> output(BackgroundTaskHandle<?> handle, long after, int limit, boolean shown) {
		TaskOutputPage page = handle.output(after, limit);
		Map<String, @Nullable Object> answer = answer();
		answer.putAll(this.dialogue.page(page, shown, MAX_BYTES));
		return answer;
	}

	/**
	 * Returns a page of the messages of a task, up to a megabyte and at least one.
	 * @param handle the task
	 * @param after the id of the message behind which it begins, or {@code null}
	 * @param limit the largest number of messages, from 1 to 1,000
	 * @param shown whether the user may see values
	 * @return the answer
	 */
	public Map<String, @Nullable Object> messages(BackgroundTaskHandle<?> handle, @Nullable String after, int limit,
			boolean shown) {
		TaskMessagePage page = handle.messages(after, limit);
		Values visible = new Values(this.values, shown);
		Map<String, @Nullable Object> answer = answer();
		List<TaskMessage> messages = MessageViews.fitting(page.messages(), MAX_BYTES);
		boolean cut = messages.size() < page.messages().size();
		answer.put("messages", messages.stream().map((message) -> MessageViews.of(message, visible)).toList());
		answer.put("next", cut ? messages.getLast().id() : page.next());
		return answer;
	}

}
