package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskPage;
import io.github.taskhost.TaskRequest;
import io.github.taskhost.TaskSession;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskFilter;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.sample.imports.ImportBatch.RejectedRow;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.InputStreamSource;
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

	private static final String REPORT = "import-report";

	private static final int PAGE = 1000;

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
		return start(session, csv, null);
	}

	/**
	 * Starts the import of a file with a pause after each batch, for demonstrations.
	 * @param session the session that owns the task
	 * @param csv the file
	 * @param pause the pause; {@code null} for that of the properties
	 * @return the record of the task
	 * @throws IOException if the file cannot be read or stored
	 */
	public BackgroundTaskRecord start(String session, InputStream csv, @Nullable Duration pause) throws IOException {
		TaskSession owner = this.host.session(session);
		String upload = this.uploads.save(csv);
		try {
			return owner.submit(request(upload, pause)).record();
		}
		catch (RuntimeException ex) {
			delete(List.of(upload), ex);
			throw ex;
		}
	}

	/**
	 * Starts the imports of several files as a group, and a report after them.
	 * @param session the session that owns the tasks
	 * @param files the files, which are read to their ends before the call returns
	 * @param pause the pause after each batch; {@code null} for that of the properties
	 * @return the record of the group
	 * @throws IOException if a file cannot be read or stored
	 */
	public BackgroundTaskRecord startAll(String session, List<? extends InputStreamSource> files,
			@Nullable Duration pause) throws IOException {
		TaskSession owner = this.host.session(session);
		List<String> saved = new ArrayList<>();
		try {
			for (InputStreamSource file : files) {
				try (InputStream csv = file.getInputStream()) {
					saved.add(this.uploads.save(csv));
				}
			}
			return owner.group("files-" + UUID.randomUUID())
				.addAll(saved.stream().map((upload) -> request(upload, pause)).toList())
				.maxConcurrent(this.properties.filesAtOnce())
				.then(TaskRequest
					.of(BackgroundTaskRegistration.ofKind(REPORT).displayName("Report of the imports").build()))
				.start()
				.record();
		}
		catch (IOException | RuntimeException ex) {
			delete(saved, ex);
			throw ex;
		}
	}

	/** Deletes uploads after a failure, which stays the error of the call. */
	private void delete(List<String> saved, Exception failure) {
		for (String upload : saved) {
			try {
				this.uploads.delete(upload);
			}
			catch (RuntimeException ex) {
				failure.addSuppressed(ex);
			}
		}
	}

	private static TaskRequest request(String upload, @Nullable Duration pause) {
		return TaskRequest.of(BackgroundTaskRegistration.ofKind(KIND).displayName("CSV import").build())
			.input(new ImportInput(upload, pause));
	}

	/** The body of imports, by name, so that it can go on in another process. */
	@BackgroundTaskKind(value = KIND, description = "Imports a CSV file into the database")
	ImportResult run(ImportInput input, BackgroundTaskContext context) throws IOException, InterruptedException {
		Duration pause = (input.pause() != null) ? input.pause() : this.properties.batchPause();
		return new CsvImport(this.uploads.open(input.upload()), pause, this.properties, this.store).run(context);
	}

	/** Adds up the rows of the files of a group, after the last one. */
	@BackgroundTaskKind(value = REPORT, description = "Adds up the rows of the imports of several files")
	ImportResult report(BackgroundTaskContext context) {
		ImportResult sum = context.predecessorResults(ImportResult.class).reduce(ImportResult.NONE, ImportResult::plus);
		context.summary(sum.text());
		return sum;
	}

	/** Returns the first rejected rows of an import. */
	List<RejectedRow> rejected(String session, String id) {
		return this.store.rejected(this.host.task(session, id).uid());
	}

	/** Returns the number of rows of an import in the database. */
	long rows(String session, String id) {
		return this.store.rows(this.host.task(session, id).uid());
	}

	/** Returns the uploads of all imports that have not ended, on all nodes. */
	Set<String> unfinished() {
		Set<String> uploads = new HashSet<>();
		String next = null;
		do {
			BackgroundTaskPage page = this.host.list(BackgroundTaskFilter.live().withKind(KIND), PAGE, next);
			page.records()
				.stream()
				.map(BackgroundTaskRecord::input)
				.filter(Objects::nonNull)
				.map(this::upload)
				.forEach(uploads::add);
			next = page.next();
		}
		while (next != null);
		return uploads;
	}

	private String upload(JsonPayload input) {
		return this.json.readValue(input.text(), ImportInput.class).upload();
	}

	@EventListener({ BackgroundTaskEvent.Completed.class, BackgroundTaskEvent.Failed.class,
			BackgroundTaskEvent.Cancelled.class })
	void onEnd(BackgroundTaskEvent event) {
		JsonPayload input = event.record().input();
		if (event.record().kind().equals(KIND) && input != null) {
			this.uploads.delete(upload(input));
		}
	}

	@EventListener
	void onRemoved(BackgroundTaskEvent.Removed event) {
		if (event.record().kind().equals(KIND)) {
			this.store.delete(event.record().uid());
		}
	}

}
