package io.github.taskhost.sample.checksums;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/**
 * A part of a text.
 *
 * @param text the part, possibly empty
 */
record ChecksumPart(@NotNull @Size(max = ChecksumInput.MAX_TEXT) String text) {
}
