/**
 * Details of the host in the Actuator endpoint {@code info}.
 */
@NullMarked
package io.github.taskhost.autoconfigure.info;

import org.jspecify.annotations.NullMarked;
