package io.github.taskhost.autoconfigure.kind;

import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Types of the beans of a factory. Creates no bean.
 */
final class BeanTypes {

	private final ConfigurableListableBeanFactory beans;

	BeanTypes(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/** Returns the names of all beans; for a scoped bean, that of its proxy. */
	Stream<String> names() {
		return Stream.of(this.beans.getBeanNamesForType(Object.class, true, false))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name));
	}

	/**
	 * Returns the class of a bean, behind its proxies: of the bean itself if it exists,
	 * otherwise its declared type.
	 */
	@Nullable Class<?> classOf(String name) {
		Object bean = existing(name);
		Class<?> type = (bean != null) ? AopProxyUtils.ultimateTargetClass(bean) : declaredType(definedName(name));
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	/** Returns a singleton that is initialized, or {@code null}. */
	@Nullable Object existing(String name) {
		return (this.beans.containsSingleton(name) && !this.beans.isFactoryBean(name)) ? this.beans.getSingleton(name)
				: null;
	}

	/** Returns the class of a bean with the type arguments of its definition. */
	ResolvableType type(String name, Class<?> beanClass) {
		BeanDefinition definition = definition(definedName(name));
		ResolvableType type = (definition != null) ? definition.getResolvableType() : ResolvableType.NONE;
		return (type.resolve() == beanClass) ? type : ResolvableType.forClass(beanClass);
	}

	private @Nullable Class<?> declaredType(String name) {
		BeanDefinition definition = definition(name);
		if (definition != null
				&& definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE) instanceof Class<?> type) {
			return type;
		}
		return this.beans.getType(name, false);
	}

	private String definedName(String name) {
		String target = ScopedProxyUtils.getTargetBeanName(name);
		return this.beans.containsBeanDefinition(target) ? target : name;
	}

	private @Nullable BeanDefinition definition(String name) {
		return this.beans.containsBeanDefinition(name) ? this.beans.getMergedBeanDefinition(name) : null;
	}

}
