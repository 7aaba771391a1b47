/**
 * The reports and removals that are stored some time after they happened.
 */
@NullMarked
package io.github.taskhost.jdbc.report;

import org.jspecify.annotations.NullMarked;
