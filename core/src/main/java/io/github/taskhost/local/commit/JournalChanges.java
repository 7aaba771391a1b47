package io.github.taskhost.local.commit;

import io.github.taskhost.lifecycle.Decision;
import io.github.taskhost.lifecycle.NamingRules;
import io.github.taskhost.local.task.Stored;
import io.github.taskhost.spi.JournalChange;
import io.github.taskhost.spi.JournalChange.Additions;
import io.github.taskhost.spi.StoredTask;
import io.github.taskhost.task.BackgroundTaskRecord;

/**
 * Builds the values that the journal stores.
 */
public final class JournalChanges {

	private JournalChanges() {
	}

	static JournalChange accepted(BackgroundTaskRecord record, Decision.Changed first) {
		return new JournalChange.Accepted(record, holdsKey(record), first.events());
	}

	/** The next change of a task, whose lock the caller holds. */
	static JournalChange of(Stored stored, BackgroundTaskRecord before, Decision.Changed changed, Additions additions) {
		BackgroundTaskRecord next = changed.next();
		long revision = stored.revision() + 1;
		if (changed.outcome().removed()) {
			return new JournalChange.Removed(next, revision, changed.events());
		}
		return changed(before, next, revision, changed, additions);
	}

	/** The next change of a task that no process has. */
	public static JournalChange.Changed recovered(StoredTask task, Decision.Changed changed) {
		return changed(task.record(), changed.next(), task.revision() + 1, changed, Additions.NONE);
	}

	/** The change that takes a stored change back. */
	static JournalChange undone(JournalChange done, BackgroundTaskRecord before, Decision.Changed changed) {
		return changed(/* before= */ changed.next(), /* next= */ before, done.revision() + 1, changed, Additions.NONE);
	}

	private static JournalChange.Changed changed(BackgroundTaskRecord before, BackgroundTaskRecord next, long revision,
			Decision.Changed changed, Additions additions) {
		return new JournalChange.Changed(before, next, revision, holdsKey(next), changed.events(), additions);
	}

	private static boolean holdsKey(BackgroundTaskRecord record) {
		return record.idempotencyKey() != null && NamingRules.holdsItsKey(record);
	}

}
