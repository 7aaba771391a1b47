package io.github.taskhost.autoconfigure.testing;

/** The input of a kind. */
public record Transfer(String to, int amount) {
}
