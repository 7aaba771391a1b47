package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Optional;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.kind.KindOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

/**
 * Handler whose body is a method with {@link BackgroundTaskKind}. Looks up the bean for
 * each run, since a scope may have several.
 */
final class KindMethodHandler implements BackgroundTaskHandler<@Nullable Object> {

	private final BeanFactory beans;

	private final String beanName;

	private final Method method;

	private final KindSignature signature;

	private final String kind;

	private final @Nullable String description;

	private final KindOptions options;

	KindMethodHandler(BeanFactory beans, String beanName, Method method, KindSignature signature, String kind,
			@Nullable String description, KindOptions options) {
		this.beans = beans;
		this.beanName = beanName;
		this.method = method;
		this.signature = signature;
		this.kind = kind;
		this.description = description;
		this.options = options;
	}

	@Override
	public String kind() {
		return this.kind;
	}

	@Override
	public Type inputType() {
		return this.signature.inputType();
	}

	@Override
	public boolean isInputOptional() {
		return this.signature.inputOptional();
	}

	@Override
	public @Nullable Type resultType() {
		return this.signature.describedResultType();
	}

	@Override
	public @Nullable String description() {
		return this.description;
	}

	@Override
	public KindOptions options() {
		return this.options;
	}

	@Override
	public @Nullable Object run(@Nullable Object input, BackgroundTaskContext context) throws Exception {
		Object bean = this.beans.getBean(this.beanName);
		Object result = invoke(bean, this.signature.arguments(input, context));
		return (result instanceof Optional<?> optional) ? optional.orElse(null) : result;
	}

	private @Nullable Object invoke(Object bean, @Nullable Object... arguments) throws Exception {
		Method invocable = InvocableMethods.select(this.method, bean.getClass());
		ReflectionUtils.makeAccessible(invocable);
		try {
			return invocable.invoke(bean, arguments);
		}
		catch (InvocationTargetException ex) {
			ReflectionUtils.rethrowException(ex.getTargetException());
			throw ex;
		}
	}

	boolean definesTheSameAs(KindMethodHandler other) {
		return this.beanName.equals(other.beanName) && this.kind.equals(other.kind);
	}

	String beanName() {
		return this.beanName;
	}

	Method method() {
		return this.method;
	}

	@Override
	public String toString() {
		return "method '" + InvalidKindMethodException.describe(this.method) + "' of bean '" + this.beanName + "'";
	}

}
