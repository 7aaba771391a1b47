package io.github.taskhost.sample.checksums;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * The input of the kind {@code checksum-part}.
 *
 * @param text one part of a text, possibly empty
 */
record ChecksumPart(@NotNull @Size(max = ChecksumInput.MAX_TEXT) String text) {
}
