/**
 * Contract suites about kinds: submissions, control calls, polling, re-attachment and
 * retries.
 */
@NullMarked
package io.github.taskhost.test.contract.kind;

import org.jspecify.annotations.NullMarked;
