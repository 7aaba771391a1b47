package io.github.taskhost.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Derives the ids of owners: 128 bits of a keyed hash of the HTTP session id, with a
 * random key that never leaves this object. An id cannot be guessed without the key, and
 * the HTTP session id cannot be computed from it. A hash instead of a random number,
 * because two first requests may each have a copy of their HTTP session, where no lock
 * helps: both derive the same id.
 */
final class OwnerIds {

	private static final String PREFIX = "http_";

	private static final String ALGORITHM = "HmacSHA256";

	private static final int KEY_BYTES = 32;

	private static final int ID_BYTES = 16;

	private final SecretKey key = newKey();

	private static SecretKey newKey() {
		byte[] bytes = new byte[KEY_BYTES];
		new SecureRandom().nextBytes(bytes);
		return new SecretKeySpec(bytes, ALGORITHM);
	}

	String of(String httpSessionId) {
		byte[] code = hash(httpSessionId.getBytes(StandardCharsets.UTF_8));
		return PREFIX + HexFormat.of().formatHex(Arrays.copyOf(code, ID_BYTES));
	}

	private byte[] hash(byte[] text) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return mac.doFinal(text);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ALGORITHM
					+ " is missing, although every Java platform must provide it. Check the security providers of the JVM.",
					ex);
		}
	}

}
