package io.github.taskhost.sample.imports;

import org.springframework.util.unit.DataSize;

/** A file is larger than the application takes. */
public class FileTooLargeException extends RuntimeException {

	FileTooLargeException(DataSize limit) {
		super("The file is larger than " + limit.toMegabytes() + " MiB (" + limit.toBytes()
				+ " bytes), the limit. Split it.");
	}

}
