/**
 * The writers, which store the decisions of many threads in few transactions.
 */
@NullMarked
package io.github.taskhost.jdbc.commit;

import org.jspecify.annotations.NullMarked;
