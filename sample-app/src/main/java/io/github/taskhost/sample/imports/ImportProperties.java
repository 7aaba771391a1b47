package io.github.taskhost.sample.imports;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The properties of imports.
 *
 * @param maxSize the largest file that is taken
 * @param batchSize how many rows go into the database at once
 */
@ConfigurationProperties("sample.imports")
record ImportProperties(@DefaultValue("256MB") DataSize maxSize, @DefaultValue("500") int batchSize) {
}
