package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Keeps uploads in temporary files until their import has ended: a request's body is gone
 * when the request is.
 */
@Component
class CsvSpool {

	private static final Logger log = LoggerFactory.getLogger(CsvSpool.class);

	private final DataSize limit;

	CsvSpool(ImportProperties properties) {
		this.limit = properties.maxSize();
	}

	/** Writes an upload to a file; nothing is left behind when that fails. */
	Path spool(InputStream upload) throws IOException {
		Path file = Files.createTempFile("taskhost-import-", ".csv");
		try (OutputStream out = Files.newOutputStream(file)) {
			copy(upload, out);
		}
		catch (IOException | RuntimeException ex) {
			delete(file);
			throw ex;
		}
		return file;
	}

	private void copy(InputStream upload, OutputStream out) throws IOException {
		byte[] buffer = new byte[64 * 1024];
		long left = this.limit.toBytes();
		for (int read = upload.read(buffer); read >= 0; read = upload.read(buffer)) {
			left -= read;
			if (left < 0) {
				throw new FileTooLargeException(this.limit);
			}
			out.write(buffer, 0, read);
		}
	}

	void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			log.warn("The temporary file {} could not be deleted", file, ex);
		}
	}

}
