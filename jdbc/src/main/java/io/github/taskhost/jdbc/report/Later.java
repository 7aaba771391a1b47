package io.github.taskhost.jdbc.report;

import io.github.taskhost.jdbc.read.Removals;

/**
 * The things that are stored some time later.
 *
 * @param reports the reports of running work
 * @param removals the tasks to remove
 */
public record Later(PendingReports reports, Removals removals) {
}
