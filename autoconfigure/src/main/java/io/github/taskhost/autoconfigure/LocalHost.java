package io.github.taskhost.autoconfigure;

import java.util.Optional;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.DuplicateTaskKindException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

/**
 * Access to the auto-configured host as it was built. Its bean may be wrapped by a proxy
 * or replaced by a mock; lifecycle and kinds concern the host itself. Internal.
 */
public final class LocalHost {

	private final DuplicateKindBeans beans;

	private volatile @Nullable LocalBackgroundTaskHost host;

	LocalHost(ApplicationContext context) {
		this.beans = new DuplicateKindBeans(context);
	}

	LocalBackgroundTaskHost build(LocalBackgroundTaskHost.Builder builder) {
		try {
			LocalBackgroundTaskHost built = builder.build();
			this.host = built;
			return built;
		}
		catch (DuplicateTaskKindException ex) {
			throw this.beans.named(ex);
		}
	}

	/**
	 * Returns the host behind a bean.
	 * @param bean the bean
	 * @return the auto-configured host, or the bean itself if the application built it;
	 * empty for a mock or a host of another type
	 */
	Optional<LocalBackgroundTaskHost> behind(BackgroundTaskHost bean) {
		LocalBackgroundTaskHost built = this.host;
		return Optional.ofNullable((built == null && bean instanceof LocalBackgroundTaskHost local) ? local : built);
	}

	/**
	 * Tells whether the auto-configured host exists.
	 * @return {@code false} before it is built, or if there is another host
	 */
	public boolean isBuilt() {
		return this.host != null;
	}

	/**
	 * Defines a kind of the auto-configured host, if it exists.
	 * @param handler the handler
	 * @throws DuplicateTaskKindException if the kind is defined already
	 * @throws TaskStateException if the host has had a task of the kind
	 */
	public void define(BackgroundTaskHandler<?> handler) {
		LocalBackgroundTaskHost built = this.host;
		try {
			if (built != null) {
				built.define(handler);
			}
		}
		catch (DuplicateTaskKindException ex) {
			throw this.beans.named(ex);
		}
	}

}
