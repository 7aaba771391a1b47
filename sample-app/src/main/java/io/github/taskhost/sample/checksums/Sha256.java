package io.github.taskhost.sample.checksums;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest under construction.
 */
final class Sha256 {

	private final MessageDigest digest;

	Sha256() {
		try {
			this.digest = MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("SHA-256 is missing, although every Java platform must provide it", ex);
		}
	}

	void add(byte[] bytes) {
		add(bytes, 0, bytes.length);
	}

	void add(byte[] bytes, int from, int count) {
		this.digest.update(bytes, from, count);
	}

	String digest() {
		return HexFormat.of().formatHex(this.digest.digest());
	}

	static byte[] bytes(String digest) {
		return HexFormat.of().parseHex(digest);
	}

}
