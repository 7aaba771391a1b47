package io.github.taskhost.local.host;

import java.time.Duration;
import java.util.List;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HiddenTask;
import io.github.taskhost.SessionCloseReport;
import io.github.taskhost.TaskGroup;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.event.BackgroundTaskSubscription;
import io.github.taskhost.event.SessionWakes;
import io.github.taskhost.local.commit.Cancellations;
import io.github.taskhost.local.group.LocalGroup;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a session: forwards each call to the host.
 *
 * @param host the host
 * @param submissions submits many requests at once
 * @param cancellations the cancellations of all tasks of a session
 * @param id the session
 */
public record LocalSession(BackgroundTaskHost host, Submissions submissions, Cancellations cancellations,
		String id) implements TaskSession {

	@Override
	public <R extends @Nullable Object> BackgroundTaskHandle<R> spawn(BackgroundTaskRegistration registration,
			BackgroundTask<R> body) {
		return this.host.spawnManaged(this.id, registration, body);
	}

	@Override
	public <R extends @Nullable Object> BackgroundTaskHandle<R> spawn(String kind, BackgroundTask<R> body) {
		return spawn(BackgroundTaskRegistration.ofKind(kind).build(), body);
	}

	@Override
	public BackgroundTaskHandle<@Nullable Object> submit(TaskRequest request) {
		return this.host.submit(this.id, request);
	}

	@Override
	public <R> BackgroundTaskHandle<R> submit(TaskRequest request, Class<R> type) {
		return this.host.submit(this.id, request, type);
	}

	@Override
	public List<BackgroundTaskHandle<@Nullable Object>> submitAll(List<TaskRequest> requests) {
		return this.submissions.submitAll(this.id, List.copyOf(requests));
	}

	@Override
	public TaskGroup group(String groupId) {
		return new LocalGroup(this.submissions, this.id, groupId);
	}

	@Override
	public void spawnHidden(String label, HiddenTask task) {
		this.host.spawnHidden(this.id, label, task);
	}

	@Override
	public void awaitHidden(Duration timeout) throws InterruptedException {
		this.host.awaitHidden(this.id, timeout);
	}

	@Override
	public BackgroundTaskHandle<@Nullable Object> task(String taskId) {
		return this.host.task(this.id, taskId);
	}

	@Override
	public List<BackgroundTaskRecord> list() {
		return this.host.listManaged(this.id);
	}

	@Override
	public List<BackgroundTaskRecord> cancelAll(@Nullable String reason) {
		return this.cancellations.requestAll(this.id, reason);
	}

	@Override
	public List<BackgroundTaskRecord> cancelAllNow(@Nullable String reason) {
		return this.cancellations.allNow(this.id, reason);
	}

	@Override
	public BackgroundTaskSubscription subscribe() {
		return this.host.subscribe(BackgroundTaskFilter.all().withSession(this.id));
	}

	@Override
	public SessionWakes drainWakes() {
		return this.host.drainWakes(this.id);
	}

	@Override
	public SessionCloseReport close() {
		return this.host.closeSession(this.id, null);
	}

	@Override
	public SessionCloseReport close(String successor) {
		return this.host.closeSession(this.id, successor);
	}

}
