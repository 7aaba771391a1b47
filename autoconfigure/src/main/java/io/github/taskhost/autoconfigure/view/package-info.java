/**
 * Tasks as operators see them: JSON, filters, actions, audit and refusals. Internal:
 * shared by the Actuator endpoint and the console, without any promise to applications.
 * Nothing here needs Actuator.
 */
@NullMarked
package io.github.taskhost.autoconfigure.view;

import org.jspecify.annotations.NullMarked;
