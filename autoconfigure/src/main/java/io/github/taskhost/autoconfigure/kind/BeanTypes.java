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
 * What the beans of a factory are, as far as can be told without making any.
 */
final class BeanTypes {

	private final ConfigurableListableBeanFactory beans;

	BeanTypes(ConfigurableListableBeanFactory beans) {
		this.beans = beans;
	}

	/** The names of all beans; that of the proxy for one that has a scope. */
	Stream<String> names() {
		return Stream.of(this.beans.getBeanNamesForType(Object.class, true, false))
			.filter((name) -> !ScopedProxyUtils.isScopedTarget(name));
	}

	/** The class of a bean, behind the proxies that are known. */
	@Nullable Class<?> targetClass(String name) {
		Class<?> type = originalClass(definedName(name));
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	/**
	 * The class of a bean that exists already, behind any proxy; otherwise what its
	 * definition says. Only once no bean is being made, which this would disturb.
	 */
	@Nullable Class<?> actualClass(String name) {
		Object bean = existing(name);
		return (bean != null) ? ClassUtils.getUserClass(AopProxyUtils.ultimateTargetClass(bean)) : targetClass(name);
	}

	/** A bean that exists already, unless another makes it. */
	@Nullable Object existing(String name) {
		return (this.beans.containsSingleton(name) && !this.beans.isFactoryBean(name)) ? this.beans.getSingleton(name)
				: null;
	}

	/** The class of a bean with what its definition says about its type variables. */
	ResolvableType type(String name, Class<?> targetClass) {
		BeanDefinition definition = definition(definedName(name));
		ResolvableType type = (definition != null) ? definition.getResolvableType() : ResolvableType.NONE;
		return (type.resolve() == targetClass) ? type : ResolvableType.forClass(targetClass);
	}

	private @Nullable Class<?> originalClass(String name) {
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
