package io.github.taskhost.spi;

import java.util.UUID;

/**
 * A stored task without a worker.
 *
 * @param uid the uid
 * @param kind the kind
 */
public record FreeTask(UUID uid, String kind) {
}
