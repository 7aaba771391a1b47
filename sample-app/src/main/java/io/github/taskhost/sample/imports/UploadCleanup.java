package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import org.springframework.stereotype.Component;

/**
 * Deletes old uploads every night, which imports of killed processes have left. Those of
 * imports that have not ended stay.
 */
@Component
class UploadCleanup {

	private final CsvUploads uploads;

	private final CsvImports imports;

	private final ImportProperties properties;

	private final InstantSource time;

	UploadCleanup(CsvUploads uploads, CsvImports imports, ImportProperties properties, InstantSource time) {
		this.uploads = uploads;
		this.imports = imports;
		this.properties = properties;
		this.time = time;
	}

	@BackgroundTaskKind(value = "cleanup", description = "Deletes uploads that were left behind",
			schedule = "${sample.cleanup.schedule:0 0 3 * * *}", zone = "${sample.cleanup.zone:UTC}")
	long run(BackgroundTaskContext context) throws IOException {
		Instant time = this.time.instant().minus(this.properties.keepUploads());
		long deleted = this.uploads.deleteBefore(time, this.imports.unfinished());
		context.summary(deleted + " old uploads deleted");
		return deleted;
	}

}
