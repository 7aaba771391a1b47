package io.github.taskhost.sample.imports;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An upload that is being read.
 */
final class CsvUpload implements AutoCloseable {

	private static final int BUFFER_SIZE = 64 * 1024;

	private static final int BYTE_ORDER_MARK = '\uFEFF';

	private final FileChannel file;

	CsvUpload(Path path) throws IOException {
		this.file = FileChannel.open(path, StandardOpenOption.READ);
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
