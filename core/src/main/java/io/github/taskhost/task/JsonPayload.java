package io.github.taskhost.task;

import io.github.taskhost.spi.PayloadCodec;

/**
 * A JSON document as text. Whoever makes one has validated it: a {@link PayloadCodec}
 * does. The core reads no JSON.
 *
 * @param text the document, valid JSON
 */
public record JsonPayload(String text) {

	@Override
	public String toString() {
		return this.text;
	}

}
