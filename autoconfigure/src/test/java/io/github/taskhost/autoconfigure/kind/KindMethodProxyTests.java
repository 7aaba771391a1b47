package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BackgroundTaskKind} on beans that are called through proxies.
 */
class KindMethodProxyTests {

	private final ApplicationContextRunner contexts = Kinds.contexts();

	@Test
	void adviceRunsAroundAMethodOfAClass() {
		this.contexts.withUserConfiguration(ClassProxies.class)
			.withBean("counter", Kinds.Counter.class)
			.run((context) -> {
				assertThat(AopUtils.isCglibProxy(context.getBean("counter"))).isTrue();
				assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("\"advised 1\"");
			});
	}

	@Test
	void adviceRunsAroundAMethodOfAnInterface() {
		this.contexts.withUserConfiguration(InterfaceProxies.class)
			.withBean("counter", CounterOfInterface.class)
			.run((context) -> {
				assertThat(AopUtils.isJdkDynamicProxy(context.getBean("counter"))).isTrue();
				assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("\"advised 1\"");
			});
	}

	@Test
	void adviceRunsAroundAMethodOfAGenericInterface() {
		this.contexts.withUserConfiguration(InterfaceProxies.class)
			.withBean("length", LengthOfInterface.class)
			.run((context) -> {
				assertThat(AopUtils.isJdkDynamicProxy(context.getBean("length"))).isTrue();
				assertThat(Kinds.result(context, "length", "four")).isEqualTo("\"advised 4\"");
			});
	}

	@Test
	void methodThatTheInterfaceProxyLacksStopsTheStart() {
		this.contexts.withUserConfiguration(InterfaceProxies.class)
			.withBean("counter", NotOfInterface.class)
			.run((context) -> {
				FailureAnalysis analysis = Kinds.analyze(context);
				assertThat(analysis.getDescription()).contains(NotOfInterface.class.getName() + ".hidden(")
					.contains(Named.class.getName());
				assertThat(analysis.getAction()).contains("proxyTargetClass=true");
			});
	}

	@Test
	void finalMethodOfAProxiedBeanStopsTheStart() {
		this.contexts.withUserConfiguration(ClassProxies.class).withBean(FinalMethod.class).run((context) -> {
			FailureAnalysis analysis = Kinds.analyze(context);
			assertThat(analysis.getDescription()).contains(FinalMethod.class.getName() + ".count(").contains("final");
			assertThat(analysis.getAction()).contains("not final");
		});
	}

	@Test
	void finalMethodWithoutProxyIsInvoked() {
		this.contexts.withBean(FinalMethod.class)
			.run((context) -> assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("1"));
	}

	@Test
	void proxyOfTheApplicationDefinesTheKindOfItsTarget() {
		this.contexts.withUserConfiguration(OwnProxy.class)
			.run((context) -> assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("1"));
	}

	@Test
	void annotatedMethodOfTheInterfaceDefinesAKind() {
		this.contexts.withUserConfiguration(OwnProxyOfAnnotated.class)
			.run((context) -> assertThat(Kinds.result(Kinds.run(context, "annotated"))).isEqualTo("7"));
	}

	static class FinalMethod {

		private final AtomicInteger runs = new AtomicInteger();

		@BackgroundTaskKind("count")
		final Object count(BackgroundTaskContext context) {
			return this.runs.incrementAndGet();
		}

	}

	interface Named {

		Object count(BackgroundTaskContext context);

	}

	static class CounterOfInterface extends Kinds.Counter implements Named {

		@Override
		@BackgroundTaskKind("count")
		public Object count(BackgroundTaskContext context) {
			return super.count(context);
		}

	}

	interface Length<T> {

		Object length(T input, BackgroundTaskContext context);

	}

	static class LengthOfInterface implements Length<String> {

		@Override
		@BackgroundTaskKind("length")
		public Object length(String input, BackgroundTaskContext context) {
			return input.length();
		}

	}

	static class NotOfInterface implements Named {

		@Override
		public Object count(BackgroundTaskContext context) {
			return 0;
		}

		@BackgroundTaskKind("hidden")
		Object hidden(BackgroundTaskContext context) {
			return 0;
		}

	}

	interface Annotated {

		@BackgroundTaskKind("annotated")
		int run(BackgroundTaskContext context);

	}

	@Configuration(proxyBeanMethods = false)
	static class ClassProxies {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static CountAdvisor advisor() {
			return new CountAdvisor();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InterfaceProxies {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			return new DefaultAdvisorAutoProxyCreator();
		}

		@Bean
		static CountAdvisor advisor() {
			return new CountAdvisor();
		}

	}

	static class CountAdvisor extends StaticMethodMatcherPointcutAdvisor {

		CountAdvisor() {
			super((MethodInterceptor) (invocation) -> "advised " + invocation.proceed());
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return method.getName().equals("count") || method.getName().equals("length");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProxy {

		@Bean
		Named proxied() {
			return (Named) new ProxyFactory(new CounterOfInterface()).getProxy();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnProxyOfAnnotated {

		@Bean
		Annotated proxied() {
			return (Annotated) new ProxyFactory((Annotated) (context) -> 7).getProxy();
		}

	}

}
