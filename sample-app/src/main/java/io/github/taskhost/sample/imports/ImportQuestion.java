package io.github.taskhost.sample.imports;

import java.time.Duration;
import java.time.Instant;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.error.InputDeadlineException;
import io.github.taskhost.sample.imports.BrokenRowsDecision.Action;
import io.github.taskhost.task.InputRequest;

/**
 * Asks whether a file with broken rows is to be imported.
 *
 * @param answerWithin how long there is for an answer
 */
record ImportQuestion(Duration answerWithin) {

	private static final String KEY = "broken-rows";

	/** Whether to go on. Without an answer in time there is no import. */
	boolean approves(BrokenRows broken, BackgroundTaskContext context) throws InterruptedException {
		InputRequest question = new InputRequest(KEY, broken.prompt(), BrokenRowsDecision.SCHEMA,
				Instant.now().plus(this.answerWithin), null);
		try {
			return context.requestInput(question, BrokenRowsDecision.class).action() == Action.APPROVE;
		}
		catch (InputDeadlineException ex) {
			context.summary("Nothing imported: " + broken.text() + ", and nobody answered in time");
			throw ex;
		}
	}

}
