package io.github.taskhost.console.api;

import java.security.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.autoconfigure.view.Refusal;
import io.github.taskhost.autoconfigure.view.TaskAction;
import io.github.taskhost.autoconfigure.view.TaskAudit;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.TaskOrder;
import io.github.taskhost.internal.name.Uids;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancellation of many tasks: of chosen ones, or of all that match a filter, in steps.
 * The newest task is fixed by the preview, so that tasks that are made meanwhile are left
 * alone. Thread-safe.
 */
public final class BulkCancel {

	/** The largest number of tasks of a step. */
	public static final int STEP = 1000;

	private static final Logger log = LoggerFactory.getLogger(BulkCancel.class);

	private static final int COUNTED = 10_000;

	/** The largest number of pages, of which a rare filter may leave many empty. */
	private static final int MAX_PAGES = 50;

	private static final int MAX_FAILURES = 20;

	private final BackgroundTaskHost host;

	private final TaskViews views;

	private final Actions actions;

	private final TaskAudit audit;

	/**
	 * Creates the cancellation.
	 * @param host the host of the tasks
	 * @param views makes the answers
	 * @param actions cancels one task
	 * @param audit logs a step
	 */
	public BulkCancel(BackgroundTaskHost host, TaskViews views, Actions actions, TaskAudit audit) {
		this.host = host;
		this.views = views;
		this.actions = actions;
		this.audit = audit;
	}

	/**
	 * Counts the live tasks that match a filter, up to 10,000, and names the newest ones.
	 * @param filter the filter
	 * @return the answer
	 */
	public Map<String, @Nullable Object> preview(BackgroundTaskFilter filter) {
		UUID until = null;
		long count = 0;
		List<TaskName> names = new ArrayList<>();
		int looked = 0;
		String cursor = null;
		int pages = 0;
		do {
			BackgroundTaskPage page = this.host.list(filter, TaskOrder.NEWEST_FIRST, STEP, cursor);
			if (until == null && !page.records().isEmpty()) {
				until = page.records().getFirst().uid();
			}
			List<BackgroundTaskRecord> live = live(page);
			count += live.size();
			live.stream().limit(TaskName.MAX - names.size()).map(TaskName::of).forEach(names::add);
			looked += page.records().size();
			cursor = page.next();
		}
		while (cursor != null && looked < COUNTED && ++pages < MAX_PAGES);
		Map<String, @Nullable Object> answer = this.views.answer();
		answer.put("count", count);
		answer.put("capped", (cursor != null) ? true : null);
		answer.put("until", until);
		answer.put("tasks", names);
		return answer;
	}

	private static List<BackgroundTaskRecord> live(BackgroundTaskPage page) {
		return page.records().stream().filter((record) -> !record.state().isTerminal()).toList();
	}

	/**
	 * Cancels chosen tasks.
	 * @param user the user, or {@code null}
	 * @param uids the uids
	 * @param action the cancellation
	 * @return the answer
	 */
	public Map<String, @Nullable Object> chosen(@Nullable Principal user, List<UUID> uids, TaskAction action) {
		Step step = new Step(user, action);
		for (UUID uid : uids) {
			BackgroundTaskRecord record = this.host.find(uid).orElse(null);
			if (record != null) {
				step.cancel(record);
			}
			else {
				step.skipped++;
			}
		}
		return step.answer(null);
	}

	/**
	 * Cancels a step of the tasks that match a filter, newest first.
	 * @param user the user, or {@code null}
	 * @param filter the filter
	 * @param until the uid of the newest task, from the preview
	 * @param cursor the cursor of the step, or {@code null} for the first one
	 * @param action the cancellation
	 * @return the answer
	 * @throws InvalidTaskArgumentException if the filter matches every task
	 */
	public Map<String, @Nullable Object> matching(@Nullable Principal user, BackgroundTaskFilter filter, UUID until,
			@Nullable String cursor, TaskAction action) {
		if (filter.withTerminal().equals(BackgroundTaskFilter.all())) {
			throw new InvalidTaskArgumentException("The filter matches every task. Narrow it down first.");
		}
		BackgroundTaskPage page = this.host.list(filter, TaskOrder.NEWEST_FIRST, STEP, cursor);
		Map<String, @Nullable Object> requested = new LinkedHashMap<>();
		requested.put("action", "bulk-cancel");
		requested.put("filter", AuditTexts.line(filter.toString()));
		requested.put("until", until.toString());
		return this.audit.during(user, requested, (answer) -> {
			requested.put("count", answer.get("asked"));
			return requested;
		}, () -> {
			Step step = new Step(user, action);
			page.records().stream().filter((record) -> !Uids.isNewer(record.uid(), until)).forEach(step::cancel);
			return step.answer(page.next());
		});
	}

	/** A step of a cancellation, and its outcome. */
	private final class Step {

		private final @Nullable Principal user;

		private final TaskAction action;

		private final List<Failed> failed = new ArrayList<>();

		private int asked;

		private int skipped;

		private Step(@Nullable Principal user, TaskAction action) {
			this.user = user;
			this.action = action;
		}

		void cancel(BackgroundTaskRecord record) {
			if (record.state().isTerminal()) {
				this.skipped++;
				return;
			}
			try {
				BulkCancel.this.actions.act(this.user, record, this.action);
				this.asked++;
			}
			catch (RuntimeException ex) {
				this.skipped++;
				Refusal refusal = Refusal.of(ex);
				if (refusal.isServerError()) {
					log.error("The cancellation of the task {} failed", record.uid(), ex);
				}
				if (this.failed.size() < MAX_FAILURES) {
					this.failed.add(new Failed(record.uid(), refusal.detail()));
				}
			}
		}

		Map<String, @Nullable Object> answer(@Nullable String next) {
			Map<String, @Nullable Object> answer = BulkCancel.this.views.answer();
			answer.put("asked", this.asked);
			answer.put("skipped", this.skipped);
			answer.put("failed", this.failed.isEmpty() ? null : this.failed);
			answer.put("next", next);
			return answer;
		}

	}

	/**
	 * A task that could not be cancelled.
	 *
	 * @param uid the uid
	 * @param detail the reason
	 */
	public record Failed(UUID uid, String detail) {
	}

}
