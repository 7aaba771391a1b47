/**
 * The contract of durable hosts: tasks that survive the process.
 */
@NullMarked
package io.github.taskhost.test.contract.durable;

import org.jspecify.annotations.NullMarked;
