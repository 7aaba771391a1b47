/**
 * Time for tests of applications: it stands still until the test moves it.
 */
@NullMarked
package io.github.taskhost.test;

import org.jspecify.annotations.NullMarked;
