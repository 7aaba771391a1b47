/**
 * Contract suites about sessions: transfers, closing, hidden work and wakes.
 */
@NullMarked
package io.github.taskhost.test.contract.session;

import org.jspecify.annotations.NullMarked;
