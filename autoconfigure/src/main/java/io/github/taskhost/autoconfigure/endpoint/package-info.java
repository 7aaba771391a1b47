/**
 * The Actuator endpoint {@code backgroundtasks}.
 */
@NullMarked
package io.github.taskhost.autoconfigure.endpoint;

import org.jspecify.annotations.NullMarked;
