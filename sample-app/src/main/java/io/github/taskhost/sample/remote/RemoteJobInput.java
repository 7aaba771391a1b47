package io.github.taskhost.sample.remote;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * A job that is wanted at the job service.
 *
 * @param name what it is to be called
 * @param steps how many steps it is to have
 */
record RemoteJobInput(@NotBlank @Size(max = 128) String name, @Min(1) @Max(100_000) int steps) {
}
