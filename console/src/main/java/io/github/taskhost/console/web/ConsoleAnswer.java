package io.github.taskhost.console.web;

import java.util.Map;

/**
 * An answer of the console.
 */
public final class ConsoleAnswer {

	private final int status;

	private final Map<String, String> headers;

	private final byte[] body;

	ConsoleAnswer(int status, Map<String, String> headers, byte[] body) {
		this.status = status;
		this.headers = headers;
		this.body = body;
	}

	static ConsoleAnswer of(int status, String type, String caching, byte[] body) {
		return new ConsoleAnswer(status, Map.of("Content-Type", type, "Cache-Control", caching), body);
	}

	/**
	 * Returns the HTTP status.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns the headers.
	 * @return the headers by name
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Returns the body.
	 * @return the bytes, which the caller does not change
	 */
	public byte[] body() {
		return this.body;
	}

}
