/**
 * Contract suites about the dialogue with a task: questions, answers and messages.
 */
@NullMarked
package io.github.taskhost.test.contract.question;

import org.jspecify.annotations.NullMarked;
