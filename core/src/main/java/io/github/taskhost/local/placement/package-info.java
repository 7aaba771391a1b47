/**
 * The room of placement: leaves tasks to other hosts with the same journal.
 */
@NullMarked
package io.github.taskhost.local.placement;

import org.jspecify.annotations.NullMarked;
