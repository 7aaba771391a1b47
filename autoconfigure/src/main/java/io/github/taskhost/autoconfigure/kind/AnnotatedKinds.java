package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.taskhost.autoconfigure.BackgroundTaskHostCustomizer;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * Gives the host a kind for each method with {@link BackgroundTaskKind}.
 *
 * <p>
 * The host is made while other beans are not yet, some of which need it. So only types
 * are looked at then. Once all beans are there, what could not be seen in their types, or
 * cannot be called through their proxies, stops the start rather than a task.
 */
final class AnnotatedKinds implements BackgroundTaskHostCustomizer, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beans;

	private final BeanTypes types;

	private final KindMethods methods = new KindMethods();

	private volatile @Nullable List<KindMethodHandler> handlers;

	AnnotatedKinds(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
		this.types = new BeanTypes(beans);
	}

	@Override
	public void customize(LocalBackgroundTaskHost.Builder builder) {
		List<KindMethodHandler> found = this.types.names().flatMap(this::handlersOf).toList();
		found.forEach(builder::addHandler);
		this.handlers = found;
	}

	private Stream<KindMethodHandler> handlersOf(String name) {
		Class<?> type = this.types.targetClass(name);
		return (type == null) ? Stream.empty()
				: this.methods.of(type)
					.entrySet()
					.stream()
					.map((entry) -> handler(name, this.types.type(name, type), entry));
	}

	private KindMethodHandler handler(String name, ResolvableType type,
			Map.Entry<Method, MergedAnnotation<BackgroundTaskKind>> entry) {
		Method method = entry.getKey();
		KindMethodOptions options = new KindMethodOptions(method, entry.getValue());
		return new KindMethodHandler(this.beans, name, method, KindSignature.of(method, type), options.kind(),
				options.options(this.beans::resolveEmbeddedValue));
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<KindMethodHandler> known = this.handlers;
		if (known != null) {
			this.types.names().forEach((name) -> requireAllKnown(name, known));
			known.forEach(this::requireInvocable);
		}
		this.methods.clear();
	}

	private void requireAllKnown(String name, List<KindMethodHandler> known) {
		Class<?> type = this.types.actualClass(name);
		if (type != null) {
			this.methods.of(type)
				.forEach((method, annotation) -> requireKnown(name, method,
						new KindMethodOptions(method, annotation).kind(), known));
		}
	}

	private static void requireKnown(String name, Method method, String kind, List<KindMethodHandler> known) {
		if (known.stream().noneMatch((handler) -> handler.isFor(name, kind))) {
			throw new InvalidKindMethodException(method,
					"the declared type of bean '" + name + "' does not have it, so the host could not see it.",
					"Declare the bean with its class: as the return type of its bean method, for instance. Where the "
							+ "bean is a proxy of its own making, annotate the method of the interface.");
		}
	}

	private void requireInvocable(KindMethodHandler handler) {
		Object bean = this.types.existing(handler.beanName());
		if (bean != null) {
			InvocableMethods.select(handler.method(), bean.getClass());
		}
	}

}
