package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskSession;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.sample.imports.ImportBatch.RejectedRow;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/**
 * Starts imports, and deletes their rows when the records of their tasks are removed.
 */
@Service
@RegisterReflectionForBinding({ ImportResult.class, BrokenRowsDecision.class })
public class CsvImports {

	private static final String KIND = "import";

	private final BackgroundTaskHost host;

	private final ImportStore store;

	private final ImportProperties properties;

	private final ImportQuestion question;

	CsvImports(BackgroundTaskHost host, ImportStore store, ImportProperties properties) {
		this.host = host;
		this.store = store;
		this.properties = properties;
		this.question = new ImportQuestion(properties.answerWithin());
	}

	/**
	 * Starts the import of a file. Reads the file to its end before it returns.
	 * @param session the session that owns the task
	 * @param csv the file
	 * @return the record of the task
	 * @throws IOException if the file cannot be read or stored
	 */
	public BackgroundTaskRecord start(String session, InputStream csv) throws IOException {
		TaskSession owner = this.host.session(session);
		return spawn(owner, CsvUpload.of(csv, this.properties.maxSize()));
	}

	private BackgroundTaskRecord spawn(TaskSession owner, CsvUpload upload) {
		try {
			BackgroundTaskHandle<ImportResult> task = owner.spawn(
					BackgroundTaskRegistration.ofKind(KIND).displayName("CSV import").build(),
					new CsvImport(upload, this.properties.limits(), this.store, this.question));
			// The body closes it, too, but does not run when the task is cancelled while
			// pending.
			task.completion().thenRun(upload::close);
			return task.record();
		}
		catch (RuntimeException ex) {
			upload.close();
			throw ex;
		}
	}

	/** Returns the first rejected rows of an import. */
	List<RejectedRow> rejected(String session, String id) {
		return this.store.rejected(this.host.task(session, id).uid());
	}

	/** Deletes the rows of an import when the record of its task is removed. */
	@EventListener
	void onRemoved(BackgroundTaskEvent.Removed event) {
		if (event.record().kind().equals(KIND)) {
			this.store.delete(event.record().uid());
		}
	}

}
