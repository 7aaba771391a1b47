package io.github.taskhost.task;

/**
 * A JSON document as text. The constructor does not validate it: the
 * {@link io.github.taskhost.spi.PayloadCodec} of the host does.
 *
 * @param text the document, valid JSON
 */
public record JsonPayload(String text) {

	@Override
	public String toString() {
		return this.text;
	}

}
