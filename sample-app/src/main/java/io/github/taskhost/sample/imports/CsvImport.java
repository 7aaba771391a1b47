package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.util.List;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.error.TaskCancelledException;
import io.github.taskhost.task.TaskLinks;

/**
 * Loads an upload into the database and closes it. If it has broken rows, asks a question
 * before the first row is loaded.
 */
final class CsvImport implements BackgroundTask<ImportResult> {

	private final CsvUpload upload;

	private final CsvLimits limits;

	private final ImportStore store;

	private final ImportQuestion question;

	CsvImport(CsvUpload upload, CsvLimits limits, ImportStore store, ImportQuestion question) {
		this.upload = upload;
		this.limits = limits;
		this.store = store;
		this.question = question;
	}

	@Override
	public ImportResult run(BackgroundTaskContext context) throws IOException, InterruptedException {
		try (this.upload) {
			return isApproved(context) ? load(context) : ImportResult.NONE;
		}
		catch (CharacterCodingException ex) {
			throw new InvalidCsvException("The file is not encoded in UTF-8. Convert it, and upload it again.", ex);
		}
	}

	private boolean isApproved(BackgroundTaskContext context) throws IOException, InterruptedException {
		try {
			BrokenRows broken = BrokenRows.in(file(), context);
			if (broken.isEmpty() || this.question.approves(broken, context)) {
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

	private ImportResult load(BackgroundTaskContext context) throws IOException, InterruptedException {
		context.link(new TaskLinks(null, null, List.of("table imported_row")));
		return new ImportLoad(this.store, context).run(file());
	}

	private CsvFile file() throws IOException {
		return new CsvFile(this.upload.reader(), this.limits);
	}

}
