package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.task.TaskLinks;

/**
 * Loads an upload into the database and closes it. If it has broken rows, asks a question
 * before the first row is loaded. A later attempt goes on after the rows that are loaded.
 */
final class CsvImport {

	private final CsvUpload upload;

	private final ImportProperties properties;

	private final ImportStore store;

	private final Duration pause;

	CsvImport(CsvUpload upload, Duration pause, ImportProperties properties, ImportStore store) {
		this.upload = upload;
		this.pause = pause;
		this.properties = properties;
		this.store = store;
	}

	ImportResult run(BackgroundTaskContext context) throws IOException, InterruptedException {
		try (this.upload) {
			ImportResult done = context.checkpoint(ImportResult.class).orElse(ImportResult.NONE);
			return (done.rows() > 0 || isApproved(context)) ? load(context, done) : ImportResult.NONE;
		}
		catch (CharacterCodingException ex) {
			throw new InvalidCsvException("The file is not encoded in UTF-8. Convert it, and upload it again.", ex);
		}
	}

	private boolean isApproved(BackgroundTaskContext context) throws IOException, InterruptedException {
		try {
			BrokenRows broken = BrokenRows.in(file(), context);
			if (broken.isEmpty() || new ImportQuestion(this.properties.answerWithin()).approves(broken, context)) {
				return true;
			}
			context.summary("Stopped, nothing imported: " + broken.text());
			return false;
		}
		catch (TaskCancelledException ex) {
			context.summary("Cancelled, nothing imported");
			throw ex;
		}
	}

	private ImportResult load(BackgroundTaskContext context, ImportResult done)
			throws IOException, InterruptedException {
		context.link(new TaskLinks(null, null, List.of("table imported_row")));
		return new ImportLoad(this.store, context, this.pause, done).run(file());
	}

	private CsvFile file() throws IOException {
		return new CsvFile(this.upload.reader(), this.properties.limits());
	}

}
