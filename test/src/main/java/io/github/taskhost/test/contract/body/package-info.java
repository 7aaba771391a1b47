/**
 * Contract suites about bodies: faults, context propagation, results and output.
 */
@NullMarked
package io.github.taskhost.test.contract.body;

import org.jspecify.annotations.NullMarked;
