package io.github.taskhost.autoconfigure;

import java.util.List;
import java.util.Optional;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.DuplicateTaskKindException;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationContext;

/**
 * Access to the auto-configured host as it was built. Its bean may be wrapped by a proxy
 * or replaced by a mock; lifecycle and kinds concern the host itself. Aspects do not
 * apply to it. Internal.
 */
public final class LocalHost implements AopInfrastructureBean {

	private final ApplicationContext context;

	private final DuplicateKindBeans beans;

	private volatile @Nullable LocalBackgroundTaskHost host;

	LocalHost(ApplicationContext context) {
		this.context = context;
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
	 * Returns the host of this context: the auto-configured one, or the one that the
	 * application built. Hosts of parent contexts belong to these.
	 * @return the host; empty for a mock, a host of another type, or several
	 */
	public Optional<LocalBackgroundTaskHost> own() {
		LocalBackgroundTaskHost built = this.host;
		return Optional.ofNullable((built != null) ? built : builtByApplication());
	}

	private @Nullable LocalBackgroundTaskHost builtByApplication() {
		List<String> names = names();
		Object bean = (names.size() == 1) ? this.context.getBean(names.getFirst()) : null;
		// The host of this context may be built only now, for this bean.
		return (bean != null && this.host == null) ? target(bean) : this.host;
	}

	private static @Nullable LocalBackgroundTaskHost target(Object bean) {
		Object target = AopProxyUtils.getSingletonTarget(bean);
		return (((target != null) ? target : bean) instanceof LocalBackgroundTaskHost local) ? local : null;
	}

	/**
	 * Returns the host behind a bean, which may be wrapped.
	 * @param bean the bean, of this context or a parent
	 * @return the host; empty for a mock or a host of another type
	 */
	public Optional<LocalBackgroundTaskHost> behind(BackgroundTaskHost bean) {
		LocalBackgroundTaskHost target = target(bean);
		return Optional.ofNullable((target != null) ? target : this.host);
	}

	/** The beans of this context without those of its parents; the primary one alone. */
	private List<String> names() {
		List<String> names = List.of(this.context.getBeanNamesForType(BackgroundTaskHost.class));
		List<String> primary = names.stream().filter(this::isPrimary).toList();
		return primary.isEmpty() ? names : primary;
	}

	private boolean isPrimary(String name) {
		return this.context.getAutowireCapableBeanFactory() instanceof ConfigurableListableBeanFactory beans
				&& beans.containsBeanDefinition(name) && beans.getMergedBeanDefinition(name).isPrimary();
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
