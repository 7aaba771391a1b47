package io.github.taskhost.autoconfigure.schema;

import com.networknt.schema.SchemaException;

/**
 * Checking an answer exceeds a limit. A subclass of the library's exception: the library
 * passes it on without logging it.
 */
final class SchemaTooComplexException extends SchemaException {

	SchemaTooComplexException(String message) {
		super(message);
	}

}
