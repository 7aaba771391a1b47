package io.github.taskhost.sample.imports;

/**
 * What became of the rows of a file.
 *
 * @param imported how many rows are in
 * @param rejected how many rows were broken
 */
public record ImportResult(long imported, long rejected) {
}
