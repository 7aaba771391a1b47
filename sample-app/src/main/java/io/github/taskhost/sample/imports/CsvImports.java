package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.sample.imports.ImportBatch.RejectedRow;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/**
 * Starts and runs imports. Deletes an upload when its task ends, and the rows when the
 * record of the task is removed.
 */
@Service
@RegisterReflectionForBinding({ ImportResult.class, BrokenRowsDecision.class })
public class CsvImports {

	private static final String KIND = "import";

	private final BackgroundTaskHost host;

	private final ImportStore store;

	private final ImportProperties properties;

	private final CsvUploads uploads;

	private final JsonMapper json;

	CsvImports(BackgroundTaskHost host, ImportStore store, ImportProperties properties, CsvUploads uploads,
			JsonMapper json) {
		this.host = host;
		this.store = store;
		this.properties = properties;
		this.uploads = uploads;
		this.json = json;
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
		String upload = this.uploads.save(csv);
		try {
			return owner
				.submit(TaskRequest.of(BackgroundTaskRegistration.ofKind(KIND).displayName("CSV import").build())
					.input(new ImportInput(upload)))
				.record();
		}
		catch (RuntimeException ex) {
			this.uploads.delete(upload);
			throw ex;
		}
	}

	/** The body of imports, by name, so that it can go on in another process. */
	@BackgroundTaskKind(value = KIND, description = "Imports a CSV file into the database")
	ImportResult run(ImportInput input, BackgroundTaskContext context) throws IOException, InterruptedException {
		return new CsvImport(this.uploads.open(input.upload()), this.properties, this.store).run(context);
	}

	/** Returns the first rejected rows of an import. */
	List<RejectedRow> rejected(String session, String id) {
		return this.store.rejected(this.host.task(session, id).uid());
	}

	/** Returns the number of rows of an import in the database. */
	long rows(String session, String id) {
		return this.store.rows(this.host.task(session, id).uid());
	}

	@EventListener({ BackgroundTaskEvent.Completed.class, BackgroundTaskEvent.Failed.class,
			BackgroundTaskEvent.Cancelled.class })
	void onEnd(BackgroundTaskEvent event) {
		JsonPayload input = event.record().input();
		if (event.record().kind().equals(KIND) && input != null) {
			this.uploads.delete(this.json.readValue(input.text(), ImportInput.class).upload());
		}
	}

	@EventListener
	void onRemoved(BackgroundTaskEvent.Removed event) {
		if (event.record().kind().equals(KIND)) {
			this.store.delete(event.record().uid());
		}
	}

}
