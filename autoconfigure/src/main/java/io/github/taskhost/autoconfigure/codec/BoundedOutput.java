package io.github.taskhost.autoconfigure.codec;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Collects bytes up to a limit and refuses the rest, so that a huge value costs no more
 * memory than the limit.
 */
final class BoundedOutput extends OutputStream {

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final long limit;

	private boolean exceeded;

	BoundedOutput(long limit) {
		this.limit = limit;
	}

	boolean isExceeded() {
		return this.exceeded;
	}

	String text() {
		return this.bytes.toString(StandardCharsets.UTF_8);
	}

	@Override
	public void write(int b) {
		ensureRoom(1);
		this.bytes.write(b);
	}

	@Override
	public void write(byte[] source, int offset, int length) {
		ensureRoom(length);
		this.bytes.write(source, offset, length);
	}

	private void ensureRoom(int length) {
		if (this.exceeded || this.bytes.size() + (long) length > this.limit) {
			this.exceeded = true;
			throw new IllegalStateException("More than " + this.limit + " bytes");
		}
	}

}
