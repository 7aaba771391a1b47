package io.github.taskhost.local.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.TaskGroup;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.internal.name.Names;
import io.github.taskhost.lifecycle.group.ContinuationRules;
import io.github.taskhost.lifecycle.group.GroupRules;
import io.github.taskhost.local.group.GroupMembers.Member;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.jspecify.annotations.Nullable;

/**
 * The builder of a group. The group is accepted first, as the parent of its members; it
 * starts when all of them were accepted.
 */
public final class LocalGroup implements TaskGroup {

	private final List<Member> members = new ArrayList<>();

	private final List<TaskRequest> then = new ArrayList<>();

	private final List<Consumer<BackgroundTaskRecord>> callbacks = new ArrayList<>();

	private final GroupMembers starts;

	private final String sessionId;

	private final String id;

	private int maxConcurrent = Integer.MAX_VALUE;

	private boolean failFast;

	private boolean local;

	private boolean started;

	public LocalGroup(GroupMembers starts, String sessionId, String id) {
		this.starts = starts;
		this.sessionId = sessionId;
		this.id = Names.id("group id", id);
	}

	@Override
	public TaskGroup maxConcurrent(int number) {
		if (number < 1) {
			throw new InvalidTaskArgumentException("The group '" + this.id + "' cannot run " + number
					+ " members at once. Use at least 1, or set no limit.");
		}
		this.maxConcurrent = number;
		return this;
	}

	@Override
	public TaskGroup failFast() {
		this.failFast = true;
		return this;
	}

	@Override
	public TaskGroup waitAll() {
		this.failFast = false;
		return this;
	}

	@Override
	public TaskGroup add(TaskRequest request) {
		return add(new Member(Objects.requireNonNull(request), null));
	}

	@Override
	public TaskGroup add(BackgroundTaskRegistration registration, BackgroundTask<?> body) {
		this.local = true;
		return add(new Member(TaskRequest.of(registration), Objects.requireNonNull(body)));
	}

	private TaskGroup add(Member member) {
		if (this.members.size() == MAX_MEMBERS) {
			throw new InvalidTaskArgumentException("The group '" + this.id + "' has " + MAX_MEMBERS
					+ " members, the most of a group. Use several groups.");
		}
		this.members.add(member);
		return this;
	}

	@Override
	public TaskGroup then(TaskRequest request) {
		this.then.add(request.after(this.id));
		return this;
	}

	@Override
	public TaskGroup whenDone(Consumer<BackgroundTaskRecord> callback) {
		this.callbacks.add(Objects.requireNonNull(callback));
		return this;
	}

	@Override
	public BackgroundTaskHandle<@Nullable Object> start() {
		if (this.started) {
			throw new TaskStateException("The group '" + this.id + "' was started before. Build another one.");
		}
		GroupSpec spec = new GroupSpec(this.members.size(), this.maxConcurrent, this.failFast);
		requireFree(spec);
		this.started = true;
		LocalTask group = this.starts.group(this.sessionId,
				BackgroundTaskRegistration.ofKind(GroupRules.KIND).id(this.id).input(spec.toJson()).build(),
				this.local);
		try {
			for (int i = 0; i < this.members.size(); i += TaskSession.MAX_REQUESTS) {
				int end = Math.min(this.members.size(), i + TaskSession.MAX_REQUESTS);
				this.starts.members(group, this.members.subList(i, end), spec.isGated());
			}
			this.then.forEach((request) -> this.starts.submitAfter(group, request));
		}
		catch (RuntimeException | Error ex) {
			this.starts.refused(group, ex);
			throw ex;
		}
		BackgroundTaskHandle<@Nullable Object> handle = this.starts.handle(group);
		this.callbacks.forEach((callback) -> this.starts.callBack(handle, callback));
		this.starts.filled(group);
		this.members.clear();
		return handle;
	}

	/** A place in the group is for work, and not for a wait. */
	private void requireFree(GroupSpec spec) {
		for (Member member : this.members) {
			BackgroundTaskRegistration registration = member.request().registration();
			if (spec.isGated() && ContinuationRules.hasPredecessors(registration)) {
				throw new InvalidTaskArgumentException("A member of the group '" + this.id
						+ "' cannot wait for other tasks, since maxConcurrent bounds the group. "
						+ "Leave after and afterAnyEnd out, or maxConcurrent.");
			}
			if (ContinuationRules.predecessors(registration).contains(this.id)) {
				throw new InvalidTaskArgumentException("A member of the group '" + this.id
						+ "' cannot wait for the group itself. Start the task with then.");
			}
		}
	}

}
