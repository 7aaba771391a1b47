/**
 * Base classes of the contract suites, and the recorders and watchers that they use.
 */
@NullMarked
package io.github.taskhost.test.contract.support;

import org.jspecify.annotations.NullMarked;
