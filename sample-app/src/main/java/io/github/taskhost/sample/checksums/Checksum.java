package io.github.taskhost.sample.checksums;

import java.util.List;

/**
 * The checksum of a text: SHA-256 over the digests of its parts, in order. The digest of
 * a part is SHA-256 over its UTF-8 bytes.
 *
 * @param digest the checksum, in hexadecimal
 * @param parts the digests of the parts, in hexadecimal
 */
record Checksum(String digest, List<String> parts) {

	static Checksum of(List<String> parts) {
		Sha256 combined = new Sha256();
		parts.forEach((part) -> combined.add(Sha256.bytes(part)));
		return new Checksum(combined.digest(), parts);
	}

}
