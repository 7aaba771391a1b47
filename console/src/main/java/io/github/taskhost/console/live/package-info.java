/**
 * Live views of the console: samples of what a page shows, and positions to go on from.
 * Internal: not part of the API.
 */
@NullMarked
package io.github.taskhost.console.live;

import org.jspecify.annotations.NullMarked;
