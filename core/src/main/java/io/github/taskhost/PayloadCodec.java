package io.github.taskhost;

import org.jspecify.annotations.Nullable;

/**
 * Turns values into JSON for records. Implementations are safe for use by many threads,
 * use no polymorphic typing, and refuse what is larger than their bound. The starter
 * brings one; without one, results are left out of records.
 */
public interface PayloadCodec {

	/**
	 * Writes a body's result for its record. Never throws for a value that it does not
	 * take: it returns {@link TaskResult#omitted(String)} with the reason.
	 * @param value the value that a body returned
	 * @return the JSON, or the reason why there is none
	 */
	TaskResult encodeResult(Object value);

	/**
	 * Writes nothing: every result is left out.
	 * @return a codec for hosts without a JSON library
	 */
	static PayloadCodec none() {
		return NoPayloadCodec.INSTANCE;
	}

	/** The codec of a host that has no JSON library. */
	enum NoPayloadCodec implements PayloadCodec {

		/** The only instance. */
		INSTANCE;

		@Override
		public TaskResult encodeResult(@Nullable Object value) {
			return TaskResult.omitted("the host has no JSON codec");
		}

	}

}
