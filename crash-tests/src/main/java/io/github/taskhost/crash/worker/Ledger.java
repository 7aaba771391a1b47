package io.github.taskhost.crash.worker;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The file of the acknowledgements that a worker got, and of its starts and ends. Each
 * line is given to the operating system by one call before {@link #write} returns, so
 * that the end of the process loses none. Thread-safe.
 *
 * <p>
 * A line has the time in milliseconds, the name of the entry and its fields, separated by
 * spaces. A stream is used and no channel, since an interrupt of a body closes a channel.
 */
public final class Ledger {

	private static final int CANNOT_WRITE = 70;

	private final FileOutputStream file;

	/**
	 * Opens a file, and creates it if it is missing.
	 * @param path the file
	 */
	public Ledger(Path path) {
		try {
			this.file = new FileOutputStream(path.toFile(), true);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Appends an entry. Ends the process if that fails: an entry that is missing would
	 * make the checks meaningless.
	 * @param entry the name of the entry
	 * @param fields its fields, without spaces except in the last
	 */
	public void write(String entry, Object... fields) {
		StringBuilder line = new StringBuilder().append(System.currentTimeMillis()).append(' ').append(entry);
		for (Object field : fields) {
			line.append(' ').append(String.valueOf(field).replace('\n', ' '));
		}
		try {
			this.file.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			Runtime.getRuntime().halt(CANNOT_WRITE);
		}
	}

}
