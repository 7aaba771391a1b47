/**
 * Actuator's sanitizing and audit log, for the views of tasks. Internal: without any
 * promise to applications, and loaded only where Actuator is on the class path.
 */
@NullMarked
package io.github.taskhost.autoconfigure.view.actuator;

import org.jspecify.annotations.NullMarked;
