package io.github.taskhost.autoconfigure.json;

import com.networknt.schema.SchemaException;

/**
 * Checking an answer takes more than it may. The library lets its own exceptions through
 * without logging them.
 */
final class SchemaTooComplexException extends SchemaException {

	SchemaTooComplexException(String message) {
		super(message);
	}

}
