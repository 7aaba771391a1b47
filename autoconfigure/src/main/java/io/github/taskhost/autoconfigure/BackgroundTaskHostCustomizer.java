package io.github.taskhost.autoconfigure;

import io.github.taskhost.local.LocalBackgroundTaskHost;

/**
 * Customizes the builder of the auto-configured host. Beans of this type are called in
 * their order, after the properties and the other beans, and take precedence over them.
 */
@FunctionalInterface
public interface BackgroundTaskHostCustomizer {

	/**
	 * Changes the builder.
	 * @param builder the builder of the host, to be changed in place
	 */
	void customize(LocalBackgroundTaskHost.Builder builder);

}
