package io.github.taskhost.sample.imports;

import jakarta.validation.constraints.Pattern;

/**
 * The input of an import. Kept with the task, so that another process can go on with it.
 *
 * @param upload the name of the file in the folder of uploads
 */
record ImportInput(@Pattern(regexp = CsvUploads.NAME) String upload) {
}
