package io.github.taskhost.sample.imports;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties of imports.
 *
 * @param maxSize the largest accepted file
 * @param batchSize the number of rows in a batch
 * @param answerWithin the time limit for an answer to the question about broken rows
 */
@ConfigurationProperties("sample.imports")
record ImportProperties(@DefaultValue("256MB") DataSize maxSize, @DefaultValue("500") int batchSize,
		@DefaultValue("1h") Duration answerWithin) {
}
