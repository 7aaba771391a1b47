package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;

import io.github.taskhost.BackgroundTask;
import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.Progress;

/**
 * Takes an upload into the database, batch by batch, and closes it. Between batches it
 * can be cancelled, and what is in stays in.
 */
final class CsvImport implements BackgroundTask<ImportResult> {

	private final CsvUpload upload;

	private final int batchSize;

	private final ImportStore store;

	CsvImport(CsvUpload upload, int batchSize, ImportStore store) {
		this.upload = upload;
		this.batchSize = batchSize;
		this.store = store;
	}

	@Override
	public ImportResult run(BackgroundTaskContext context) throws IOException {
		try (this.upload) {
			return store(new CsvFile(this.upload.reader()), context);
		}
		catch (CharacterCodingException ex) {
			throw new InvalidCsvException("The file is not UTF-8.", ex);
		}
	}

	private ImportResult store(CsvFile file, BackgroundTaskContext context) throws IOException {
		ImportResult done = ImportResult.NONE;
		while (file.hasNext()) {
			leaveIfCancelled(context, done);
			ImportBatch batch = file.next(this.batchSize);
			this.store.insert(context.uid(), batch);
			done = done.plus(batch);
			context.progress(Progress.of(done.rows(), "rows"));
			context.status(done.text());
		}
		context.summary(done.text());
		return done;
	}

	private static void leaveIfCancelled(BackgroundTaskContext context, ImportResult done) {
		if (context.isCancelled()) {
			context.summary("Cancelled: " + done.text());
			context.throwIfCancelled();
		}
	}

}
