package io.github.taskhost.sample.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Uploads in files, since the body of a request cannot be read after the request has
 * ended. A file stays until its import has ended, so that an import can go on in another
 * process.
 */
@Component
class CsvUploads {

	/** The names of files, which lead to no other folder. */
	static final String NAME = "[0-9a-f-]{36}\\.csv";

	private static final int BUFFER_SIZE = 64 * 1024;

	private final Path folder;

	private final DataSize limit;

	CsvUploads(ImportProperties properties) {
		Path configured = properties.folder();
		this.folder = (configured != null) ? configured
				: Path.of(System.getProperty("java.io.tmpdir"), "taskhost-imports");
		this.limit = properties.maxSize();
	}

	/**
	 * Copies the body of a request to its end. Deletes the file if that fails.
	 * @return the name of the file
	 */
	String save(InputStream body) throws IOException {
		String name = UUID.randomUUID() + ".csv";
		Files.createDirectories(this.folder);
		try (OutputStream file = Files.newOutputStream(this.folder.resolve(name))) {
			copy(body, file);
			return name;
		}
		catch (IOException | RuntimeException ex) {
			delete(name);
			throw ex;
		}
	}

	private void copy(InputStream body, OutputStream file) throws IOException {
		byte[] buffer = new byte[BUFFER_SIZE];
		long size = 0;
		for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
			size += read;
			if (size > this.limit.toBytes()) {
				throw new FileTooLargeException(this.limit);
			}
			file.write(buffer, 0, read);
		}
	}

	CsvUpload open(String name) throws IOException {
		return new CsvUpload(this.folder.resolve(name));
	}

	/**
	 * Deletes files that were written before a time.
	 * @param kept the names of files that stay
	 * @return the number of deleted files
	 */
	long deleteBefore(Instant time, Set<String> kept) throws IOException {
		if (!Files.isDirectory(this.folder)) {
			return 0;
		}
		long deleted = 0;
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.folder, "*.csv")) {
			for (Path file : files) {
				boolean old = Files.getLastModifiedTime(file).toInstant().isBefore(time);
				if (old && !kept.contains(file.getFileName().toString()) && Files.deleteIfExists(file)) {
					deleted++;
				}
			}
		}
		return deleted;
	}

	void delete(String name) {
		try {
			Files.deleteIfExists(this.folder.resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
