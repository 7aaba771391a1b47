/**
 * Tasks that follow jobs of the job service.
 */
@NullMarked
package io.github.taskhost.sample.remote;

import org.jspecify.annotations.NullMarked;
