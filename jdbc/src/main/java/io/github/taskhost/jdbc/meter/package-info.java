/**
 * The numbers of this node for meters.
 */
@NullMarked
package io.github.taskhost.jdbc.meter;

import org.jspecify.annotations.NullMarked;
