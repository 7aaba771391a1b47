package io.github.taskhost.autoconfigure;

import io.github.taskhost.local.LocalBackgroundTaskHost;

/**
 * Changes how the auto-configured host is built. Beans of this type are called in their
 * order, after the properties and the other beans were applied, so what they set wins.
 */
@FunctionalInterface
public interface BackgroundTaskHostCustomizer {

	/**
	 * Changes the builder.
	 * @param builder the builder of the host, to be changed in place
	 */
	void customize(LocalBackgroundTaskHost.Builder builder);

}
