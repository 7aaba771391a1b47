package io.github.taskhost.sample.monitors;

/**
 * The result of a single request.
 *
 * @param status the status in words, such as {@code HTTP 200}
 * @param digest the digest of the body, empty without a response
 */
record ProbeResult(String status, String digest) {

}
