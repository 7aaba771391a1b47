package io.github.taskhost.sample.imports;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties of imports.
 *
 * @param maxSize the largest accepted file
 * @param maxColumns the maximum number of columns of a file
 * @param batchSize the maximum number of rows in a batch
 * @param batchMemory the memory of the rows of a batch, after which it ends
 * @param batchPause the pause after a batch, for demonstrations
 * @param answerWithin the time limit for an answer to the question about broken rows
 * @param filesAtOnce the number of files of one request that are imported at once
 * @param keepUploads the age of uploads after which the clean-up deletes them
 * @param folder the folder of uploads; a temporary one by default
 */
@ConfigurationProperties("sample.imports")
record ImportProperties(@DefaultValue("256MB") DataSize maxSize, @DefaultValue("500") int maxColumns,
		@DefaultValue("500") int batchSize, @DefaultValue("4MB") DataSize batchMemory,
		@DefaultValue("0s") Duration batchPause, @DefaultValue("1h") Duration answerWithin,
		@DefaultValue("2") int filesAtOnce, @DefaultValue("7d") Duration keepUploads, @Nullable Path folder) {

	CsvLimits limits() {
		return new CsvLimits(this.maxColumns, this.batchSize, this.batchMemory.toBytes());
	}

}
