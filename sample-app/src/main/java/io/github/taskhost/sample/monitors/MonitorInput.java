package io.github.taskhost.sample.monitors;

/**
 * The input of each run of a monitor, which its schedule keeps.
 *
 * @param url an HTTP URL on this machine
 */
record MonitorInput(String url) {
}
