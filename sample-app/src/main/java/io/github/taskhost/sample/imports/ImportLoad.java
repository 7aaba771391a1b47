package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.task.Progress;
import io.github.taskhost.task.TaskArtifact;

/**
 * Loads the rows of a file in batches. Between batches it answers messages and reacts to
 * a cancellation; the batches that are loaded by then stay in the database.
 */
final class ImportLoad {

	private final ImportStore store;

	private final BackgroundTaskContext context;

	private final Duration pause;

	private ImportResult done;

	ImportLoad(ImportStore store, BackgroundTaskContext context, Duration pause, ImportResult done) {
		this.store = store;
		this.context = context;
		this.pause = pause;
		this.done = done;
	}

	ImportResult run(CsvFile file) throws IOException, InterruptedException {
		try {
			resume(file);
			while (file.hasNext()) {
				answerMessages();
				load(file.next());
			}
		}
		catch (TaskCancelledException ex) {
			this.context.summary("Cancelled: " + this.done.text());
			throw ex;
		}
		this.context.summary(this.done.text());
		return this.done;
	}

	private void resume(CsvFile file) throws IOException {
		if (this.done.rows() > 0) {
			file.skip(this.done.rows());
			this.context.output("import",
					"Attempt " + this.context.attempt() + " goes on after row " + this.done.rows());
		}
	}

	/** Answers all queued messages. Throws when the task was asked to cancel. */
	private void answerMessages() throws InterruptedException {
		Optional<TaskMessage> message = this.context.receive(Duration.ZERO);
		while (message.isPresent()) {
			boolean known = message.get().text().strip().equalsIgnoreCase("status");
			this.context.post(known ? this.done.text() : "Unknown message. Send 'status' for the number of rows.");
			message = this.context.receive(Duration.ZERO);
		}
	}

	/**
	 * The rows and the checkpoint are one transaction, so that each row is loaded once.
	 */
	private void load(ImportBatch batch) throws InterruptedException {
		ImportResult next = this.done.plus(batch);
		this.store.insert(this.context.uid(), batch, () -> this.context.checkpoint(next));
		this.done = next;
		batch.rejected().forEach((row) -> this.context.output("rejected", row.text()));
		if (!batch.rejected().isEmpty()) {
			this.context.artifact(rejectedRows());
		}
		this.context.output("import", this.done.text());
		this.context.progress(Progress.of(this.done.rows(), "rows"));
		this.context.status(this.done.text());
		if (this.pause.isPositive()) {
			this.context.sleep(this.pause);
		}
	}

	private TaskArtifact rejectedRows() {
		return new TaskArtifact("rejected rows", "application/json", null,
				"/sessions/" + this.context.sessionId() + "/imports/" + this.context.taskId() + "/rejected");
	}

}
