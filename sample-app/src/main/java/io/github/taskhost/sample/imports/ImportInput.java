package io.github.taskhost.sample.imports;

import java.time.Duration;

import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The input of an import. Kept with the task, so that another process can go on with it.
 *
 * @param upload the name of the file in the folder of uploads
 * @param pause the pause after each batch; {@code null} for that of the properties
 */
record ImportInput(@Pattern(regexp = CsvUploads.NAME) String upload, @Nullable Duration pause) {
}
