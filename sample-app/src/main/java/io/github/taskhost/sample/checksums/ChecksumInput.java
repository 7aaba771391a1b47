package io.github.taskhost.sample.checksums;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A text whose checksum is wanted.
 *
 * @param text the text
 * @param parts into how many parts it is cut
 */
record ChecksumInput(@NotNull @Size(max = MAX_TEXT) String text, @Min(1) @Max(MAX_PARTS) int parts) {

	static final int MAX_TEXT = 100_000;

	static final int MAX_PARTS = 64;

}
