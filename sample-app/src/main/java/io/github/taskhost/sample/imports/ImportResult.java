package io.github.taskhost.sample.imports;

/**
 * What became of the rows of a file.
 *
 * @param imported how many rows are in
 * @param rejected how many rows were broken
 */
record ImportResult(long imported, long rejected) {

	static final ImportResult NONE = new ImportResult(0, 0);

	ImportResult plus(ImportBatch batch) {
		return new ImportResult(this.imported + batch.rows().size(), this.rejected + batch.rejected().size());
	}

	long rows() {
		return this.imported + this.rejected;
	}

	String text() {
		return this.imported + " rows imported, " + this.rejected + " rejected";
	}

}
