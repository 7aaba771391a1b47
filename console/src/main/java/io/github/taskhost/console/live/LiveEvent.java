package io.github.taskhost.console.live;

/**
 * An event of a live view.
 *
 * @param name the name of the event
 * @param data the data, to be written as JSON
 */
public record LiveEvent(String name, Object data) {
}
