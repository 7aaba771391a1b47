package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.taskhost.autoconfigure.BackgroundTaskHostCustomizer;
import io.github.taskhost.autoconfigure.LocalHost;
import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;

/**
 * Defines a kind for each method with {@link BackgroundTaskKind}.
 *
 * <p>
 * Kinds are discovered when all singletons exist, by the class that a bean has. Beans may
 * submit work before that, so the kinds that declared types show are defined when the
 * host is built. No bean is created for either.
 */
final class AnnotatedKinds implements BackgroundTaskHostCustomizer, KindSchedules, SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beans;

	private final BeanTypes types;

	private final LocalHost host;

	private final KindMethods methods = new KindMethods();

	private final List<KindMethodHandler> defined = new CopyOnWriteArrayList<>();

	/** The schedules of the kinds, by kind. */
	private final Map<String, KindSchedule> schedules = new ConcurrentHashMap<>();

	AnnotatedKinds(ConfigurableListableBeanFactory beans, LocalHost host) {
		this.beans = beans;
		this.types = new BeanTypes(beans);
		this.host = host;
	}

	@Override
	public void customize(LocalBackgroundTaskHost.Builder builder) {
		discover().forEach(builder::addHandler);
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (this.host.isBuilt()) {
			discover().forEach(this::define);
			this.defined.forEach(this::requireInvocable);
		}
		this.methods.clear();
	}

	@Override
	public List<KindSchedule> schedules() {
		return List.copyOf(this.schedules.values());
	}

	private List<KindMethodHandler> discover() {
		List<KindMethodHandler> found = this.types.names()
			.flatMap(this::handlersOf)
			.filter((handler) -> this.defined.stream().noneMatch(handler::definesTheSameAs))
			.toList();
		this.defined.addAll(found);
		return found;
	}

	private Stream<KindMethodHandler> handlersOf(String name) {
		Class<?> type = this.types.classOf(name);
		return (type == null) ? Stream.empty()
				: this.methods.of(type)
					.entrySet()
					.stream()
					.map((entry) -> handler(name, this.types.type(name, type), entry));
	}

	private KindMethodHandler handler(String name, ResolvableType type,
			Map.Entry<Method, MergedAnnotation<BackgroundTaskKind>> entry) {
		Method method = entry.getKey();
		KindSchedule schedule = KindSchedule.of(method, entry.getValue(), this.beans::resolveEmbeddedValue);
		if (schedule != null) {
			this.schedules.put(schedule.kind(), schedule);
		}
		KindMethodOptions options = new KindMethodOptions(method, entry.getValue());
		return new KindMethodHandler(this.beans, name, method, KindSignature.of(method, type), options.kind(),
				options.description(), options.options(this.beans::resolveEmbeddedValue));
	}

	private void define(KindMethodHandler handler) {
		try {
			this.host.define(handler);
		}
		catch (TaskStateException ex) {
			throw new InvalidKindMethodException(handler.method(),
					"the host has a task of kind '" + handler.kind() + "' already, which was started before the kind "
							+ "was known.",
					"Start the task when the application is ready, or declare bean '" + handler.beanName()
							+ "' with its class: as the return type of its bean method, for instance.");
		}
	}

	private void requireInvocable(KindMethodHandler handler) {
		Object bean = this.types.existing(handler.beanName());
		if (bean != null) {
			InvocableMethods.select(handler.method(), bean.getClass());
		}
	}

}
