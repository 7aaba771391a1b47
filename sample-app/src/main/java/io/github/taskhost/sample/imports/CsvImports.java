package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskRecord;
import io.github.taskhost.BackgroundTaskRegistration;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.stereotype.Service;

/**
 * Starts imports.
 */
@Service
@RegisterReflectionForBinding(ImportResult.class)
public class CsvImports {

	private static final BackgroundTaskRegistration IMPORT = BackgroundTaskRegistration.ofKind("import")
		.displayName("CSV import")
		.build();

	private final BackgroundTaskHost host;

	private final CsvSpool spool;

	private final ImportStore store;

	private final ImportProperties properties;

	CsvImports(BackgroundTaskHost host, CsvSpool spool, ImportStore store, ImportProperties properties) {
		this.host = host;
		this.spool = spool;
		this.store = store;
		this.properties = properties;
	}

	/**
	 * Starts the import of a file, which is read to its end before this returns.
	 * @param session the owner
	 * @param csv the file
	 * @return the record of the task
	 * @throws IOException if the file cannot be read or kept
	 */
	public BackgroundTaskRecord start(String session, InputStream csv) throws IOException {
		Path file = this.spool.spool(csv);
		try {
			BackgroundTaskHandle<ImportResult> task = this.host.session(session)
				.spawn(IMPORT, new CsvImport(file, this.properties.batchSize(), this.store));
			task.completion().thenRun(() -> this.spool.delete(file));
			return task.record();
		}
		catch (RuntimeException ex) {
			this.spool.delete(file);
			throw ex;
		}
	}

}
