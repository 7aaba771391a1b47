package io.github.taskhost.sample.imports;

/**
 * The row counts of an import.
 *
 * @param imported the number of imported rows
 * @param rejected the number of broken rows
 */
record ImportResult(long imported, long rejected) {

	static final ImportResult NONE = new ImportResult(0, 0);

	ImportResult plus(ImportBatch batch) {
		return new ImportResult(this.imported + batch.rows().size(), this.rejected + batch.rejected().size());
	}

	ImportResult plus(ImportResult other) {
		return new ImportResult(this.imported + other.imported, this.rejected + other.rejected);
	}

	long rows() {
		return this.imported + this.rejected;
	}

	String text() {
		return this.imported + " rows imported, " + this.rejected + " rejected";
	}

}
