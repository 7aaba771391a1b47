package io.github.taskhost.autoconfigure.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the ids of owners: 128 bits that are random to everybody without the key, and the
 * key is random and never leaves this object. Not drawn anew each time, because no lock
 * helps two first requests that each have a copy of their HTTP session: this way both
 * come to the same id. The id of the HTTP session cannot be computed from it.
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
			throw new IllegalStateException("Every Java platform has " + ALGORITHM, ex);
		}
	}

}
