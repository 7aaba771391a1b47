package io.github.taskhost.local.group;

import java.util.Objects;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.lifecycle.group.GroupRules;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;

/**
 * The executor of the kind of groups, which every host defines. The work of a group is
 * the count of the ends of its members; another process can take it up.
 */
public final class GroupExecutor implements BackgroundTaskExecutor {

	/** Set once, before the first task. */
	private volatile @Nullable Groups groups;

	/** Sets the groups of the host, which are created after its kinds. */
	public void groups(Groups all) {
		this.groups = all;
	}

	@Override
	public String kind() {
		return GroupRules.KIND;
	}

	@Override
	public boolean canReattach() {
		return true;
	}

	@Override
	public void start(BackgroundTaskRecord task, TaskReporter reporter) {
		Objects.requireNonNull(this.groups).begin(task.uid());
	}

	@Override
	public void cancel(BackgroundTaskRecord task, TaskReporter reporter) {
		// the request reaches the members, with which the group ends
	}

}
