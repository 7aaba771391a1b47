package io.github.taskhost.sample.monitors;

/**
 * What an address answered.
 *
 * @param status the status for people, such as {@code HTTP 200}
 * @param digest what tells one body from another
 */
record Answer(String status, String digest) {
}
