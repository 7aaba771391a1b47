package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Map;

import io.github.taskhost.kind.BackgroundTaskKind;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Registers reflection hints for methods with {@link BackgroundTaskKind} and for the
 * types of their inputs and results.
 */
class KindMethodAotProcessor implements BeanRegistrationAotProcessor {

	private final KindMethods methods = new KindMethods();

	private final BindingReflectionHintsRegistrar bindings = new BindingReflectionHintsRegistrar();

	@Override
	public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
		Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
		Map<Method, ?> found = this.methods.of(type);
		return found.isEmpty() ? null : (context, code) -> found.keySet()
			.forEach((method) -> register(context.getRuntimeHints().reflection(), method, bean.getBeanType()));
	}

	private void register(ReflectionHints hints, Method method, ResolvableType beanType) {
		hints.registerMethod(method, ExecutableMode.INVOKE);
		hints.registerMethod(ClassUtils.getInterfaceMethodIfPossible(method, beanType.toClass()),
				ExecutableMode.INVOKE);
		KindSignature signature = KindSignature.of(method, beanType);
		this.bindings.registerReflectionHints(hints, new Type[] { signature.inputType(), signature.resultType() });
	}

}
