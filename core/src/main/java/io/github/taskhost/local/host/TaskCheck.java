package io.github.taskhost.local.host;

import java.util.function.Consumer;
import java.util.function.Predicate;

import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.spi.HostRepair;

/**
 * A fault of one task that the supervisor looks for.
 *
 * @param repair the kind of the fault
 * @param finding the fault, for the log
 * @param fault whether a task seems to have it; a moment is enough for a task in order
 * @param mend mends it
 */
public record TaskCheck(HostRepair repair, String finding, Predicate<LocalTask> fault, Consumer<LocalTask> mend) {
}
