/**
 * Room of questions and messages, and of the checks of both. Internal: not part of the
 * API.
 */
@NullMarked
package io.github.taskhost.local.question;

import org.jspecify.annotations.NullMarked;
