package io.github.taskhost.sample.checksums;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * The input of the kind {@code checksum}.
 *
 * @param text the text to digest
 * @param parts the number of parts that the text is split into
 */
record ChecksumInput(@NotNull @Size(max = MAX_TEXT) String text, @Min(1) @Max(MAX_PARTS) int parts) {

	static final int MAX_TEXT = 100_000;

	static final int MAX_PARTS = 64;

}
