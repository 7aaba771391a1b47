/**
 * OpenAPI schemas of the types that an application returns.
 */
@NullMarked
package io.github.taskhost.autoconfigure.openapi;

import org.jspecify.annotations.NullMarked;
