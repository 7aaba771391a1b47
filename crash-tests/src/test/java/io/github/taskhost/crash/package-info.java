/**
 * The controller of the crash tests, its faults, and the checker "nothing lost".
 */
@NullMarked
package io.github.taskhost.crash;

import org.jspecify.annotations.NullMarked;
