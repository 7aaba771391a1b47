package io.github.taskhost.local.commit;

import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.ElsewhereRules;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.spi.TaskNotice;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Builds the values that the journal stores.
 */
public final class JournalChanges {

	private JournalChanges() {
	}

	static JournalChange accepted(BackgroundTaskRecord record, Decision.Changed first, boolean left) {
		return new JournalChange.Accepted(record, holdsKey(record), first.events(), left);
	}

	/** The next change of a task, whose lock the caller holds. */
	static JournalChange of(Stored stored, BackgroundTaskRecord before, Decision.Changed changed, Additions additions) {
		BackgroundTaskRecord next = changed.next();
		long revision = stored.revision() + 1;
		TaskNotice notice = stored.isDetached() ? ElsewhereRules.notice(before, next, changed.outcome()) : null;
		if (changed.outcome().removed()) {
			return new JournalChange.Removed(next, revision, changed.events(), notice);
		}
		return new JournalChange.Changed(before, next, revision, holdsKey(next), changed.events(), additions, notice);
	}

	/** The next change of a task that no process has. */
	public static JournalChange.Changed recovered(StoredTask task, Decision.Changed changed) {
		BackgroundTaskRecord next = changed.next();
		return new JournalChange.Changed(task.record(), next, task.revision() + 1, holdsKey(next), changed.events(),
				Additions.NONE);
	}

	/** The change that takes a stored change back. */
	static JournalChange undone(JournalChange done, BackgroundTaskRecord before, Decision.Changed changed) {
		return new JournalChange.Changed(/* before= */ changed.next(), /* record= */ before, done.revision() + 1,
				holdsKey(before), changed.events(), Additions.NONE, done.notice());
	}

	private static boolean holdsKey(BackgroundTaskRecord record) {
		return record.idempotencyKey() != null && NamingRules.holdsItsKey(record, record.updatedAt());
	}

}
