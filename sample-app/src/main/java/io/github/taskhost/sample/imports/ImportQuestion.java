package io.github.taskhost.sample.imports;

import java.time.Duration;
import java.time.Instant;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.error.InputDeadlineException;
import io.github.taskhost.sample.imports.BrokenRowsDecision.Action;
import io.github.taskhost.task.InputRequest;

/**
 * Asks whether to import the valid rows of a file with broken rows.
 *
 * @param answerWithin the time limit for an answer
 */
record ImportQuestion(Duration answerWithin) {

	private static final String KEY = "broken-rows";

	/**
	 * Waits for the answer. Throws, and so fails the import, if it does not come in time.
	 */
	boolean approves(BrokenRows broken, BackgroundTaskContext context) throws InterruptedException {
		InputRequest question = new InputRequest(KEY, broken.prompt(), BrokenRowsDecision.SCHEMA,
				Instant.now().plus(this.answerWithin), null);
		try {
			return context.requestInput(question, BrokenRowsDecision.class).action() == Action.APPROVE;
		}
		catch (InputDeadlineException ex) {
			context.summary("Nothing imported: " + broken.text() + ", and no answer came in time");
			throw ex;
		}
	}

}
