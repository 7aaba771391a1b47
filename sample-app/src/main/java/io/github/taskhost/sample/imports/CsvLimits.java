package io.github.taskhost.sample.imports;

/**
 * The bounds of the memory that the import of a file takes.
 *
 * @param columns the maximum number of columns of a file
 * @param batchRows the maximum number of rows of a batch
 * @param batchMemory the size in bytes of the rows of a batch after which it ends
 */
record CsvLimits(int columns, int batchRows, long batchMemory) {
}
