package io.github.taskhost.autoconfigure;

import java.lang.reflect.Method;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.autoconfigure.kind.TaskhostKindAutoConfiguration;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.util.AopTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;

/**
 * Tests for applications that wrap or replace the bean of the host.
 */
class HostProxyTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostEventsAutoConfiguration.class,
				TaskhostShutdownAutoConfiguration.class, TaskhostKindAutoConfiguration.class));

	@Test
	void adviceRunsAroundTheHostWhichStopsWithTheContext() {
		this.contexts.withUserConfiguration(Advice.class).run((context) -> {
			BackgroundTaskHost host = context.getBean(BackgroundTaskHost.class);
			assertThat(AopUtils.isJdkDynamicProxy(host)).isTrue();
			int before = context.getBean(CountAdvisor.class).calls.get();
			host.session("chat-42");
			assertThat(context.getBean(CountAdvisor.class).calls).hasValue(before + 1);
			LocalBackgroundTaskHost target = AopTestUtils.getTargetObject(host);
			assertThat(target.phase()).isEqualTo(HostPhase.RUNNING);
			context.close();
			assertThat(target.phase()).isEqualTo(HostPhase.STOPPED);
		});
	}

	@Test
	void mockReplacesTheHost() {
		BackgroundTaskHost mock = mock();
		this.contexts.withInitializer((context) -> context.addBeanFactoryPostProcessor((beans) -> replace(beans, mock)))
			.run((context) -> {
				assertThat(context).hasNotFailed().hasBean("taskhostStopStage");
				assertThat(context.getBean(BackgroundTaskHost.class)).isSameAs(mock);
				assertThat(context.getBean(LocalHost.class).isBuilt()).isFalse();
				context.close();
				verifyNoInteractions(mock);
			});
	}

	private static void replace(ConfigurableListableBeanFactory beans, BackgroundTaskHost mock) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beans;
		registry.removeBeanDefinition("backgroundTaskHost");
		registry.registerBeanDefinition("backgroundTaskHost",
				new RootBeanDefinition(BackgroundTaskHost.class, () -> mock));
	}

	@Configuration(proxyBeanMethods = false)
	static class Advice {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static CountAdvisor advisor() {
			return new CountAdvisor(new AtomicInteger());
		}

	}

	static class CountAdvisor extends StaticMethodMatcherPointcutAdvisor {

		private final transient AtomicInteger calls;

		CountAdvisor(AtomicInteger calls) {
			super((MethodInterceptor) (invocation) -> {
				calls.incrementAndGet();
				return invocation.proceed();
			});
			this.calls = calls;
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return BackgroundTaskHost.class.isAssignableFrom(targetClass);
		}

	}

}
