package io.github.taskhost.sample.remote;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * The input of the kind {@code remote}, and the body that starts a job.
 *
 * @param name the name of the job
 * @param steps the number of steps
 */
record RemoteJobInput(@NotBlank @Size(max = 128) String name, @Min(1) @Max(100_000) int steps) {
}
