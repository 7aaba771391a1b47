package io.github.taskhost.local.commit;

import io.github.taskhost.local.session.Wakes;
import io.github.taskhost.spi.TaskJournal;

/**
 * The parts that store changes in the journal before the table has them.
 *
 * @param changes the changes of tasks
 * @param moves the moves between sessions
 */
record Journaled(Journaling changes, JournaledMoves moves) {

	Journaled(JournalTasks stored, Decisions decisions, JournaledTable table, Wakes wakes) {
		this(stored.journal(), stored, decisions, table, wakes);
	}

	private Journaled(TaskJournal journal, JournalTasks stored, Decisions decisions, JournaledTable table,
			Wakes wakes) {
		this(new Journaling(journal, stored, decisions, table, wakes),
				new JournaledMoves(journal, stored, decisions, table));
	}

}
