package io.github.taskhost.sample.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.springframework.util.unit.DataSize;

/**
 * An upload in a temporary file, since the body of a request cannot be read after the
 * request has ended. The file is deleted on close, and when the process ends without a
 * close.
 */
final class CsvUpload implements AutoCloseable {

	private static final int BUFFER_SIZE = 64 * 1024;

	private static final int BYTE_ORDER_MARK = '\uFEFF';

	private final FileChannel file;

	private CsvUpload(FileChannel file) {
		this.file = file;
	}

	/** Copies the body of a request to its end. Deletes the file if that fails. */
	static CsvUpload of(InputStream body, DataSize limit) throws IOException {
		Path path = Files.createTempFile("taskhost-import-", ".csv");
		CsvUpload upload = new CsvUpload(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
				StandardOpenOption.DELETE_ON_CLOSE));
		try {
			upload.write(body, limit);
			return upload;
		}
		catch (IOException | RuntimeException ex) {
			upload.close();
			throw ex;
		}
	}

	private void write(InputStream body, DataSize limit) throws IOException {
		byte[] buffer = new byte[BUFFER_SIZE];
		long size = 0;
		for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
			size += read;
			if (size > limit.toBytes()) {
				throw new FileTooLargeException(limit);
			}
			ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
			while (bytes.hasRemaining()) {
				this.file.write(bytes);
			}
		}
	}

	/**
	 * Returns the text from its beginning, without a byte order mark. The reader throws a
	 * {@code CharacterCodingException} for bytes that are not UTF-8, so that no
	 * replacement characters reach the database.
	 */
	Reader reader() throws IOException {
		this.file.position(0);
		BufferedReader reader = new BufferedReader(
				Channels.newReader(this.file, StandardCharsets.UTF_8.newDecoder(), BUFFER_SIZE));
		reader.mark(1);
		if (reader.read() != BYTE_ORDER_MARK) {
			reader.reset();
		}
		return reader;
	}

	boolean isOpen() {
		return this.file.isOpen();
	}

	@Override
	public void close() {
		try {
			this.file.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
