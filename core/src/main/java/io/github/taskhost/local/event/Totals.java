package io.github.taskhost.local.event;

import io.github.taskhost.lifecycle.WorkRules;
import io.github.taskhost.local.kind.Kind;
import io.github.taskhost.local.task.Change;
import io.github.taskhost.local.task.ChangeListener;

/**
 * Counts the starts and ends of tasks by kind. A task that another process has started is
 * not counted again.
 */
public final class Totals implements ChangeListener {

	@Override
	public void changed(Change change) {
		if (!change.isTransition() || change.isAdopted()) {
			return;
		}
		Kind kind = change.task().kind();
		if (change.isEnd()) {
			kind.ended(change.after().state()).increment();
		}
		if (WorkRules.starts(change.before(), change.after())) {
			kind.started().increment();
		}
	}

}
