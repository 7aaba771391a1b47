/**
 * A small HTTP service of jobs, as another system would have: it knows nothing of tasks.
 */
@NullMarked
package io.github.taskhost.sample.jobs;

import org.jspecify.annotations.NullMarked;
