/**
 * The contract of tasks that wait for the ends of others.
 */
@NullMarked
package io.github.taskhost.test.contract.group;

import org.jspecify.annotations.NullMarked;
