package io.github.taskhost.autoconfigure;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.HostPhase;
import io.github.taskhost.autoconfigure.kind.TaskhostKindAutoConfiguration;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.BackgroundTaskState;
import io.github.taskhost.web.HttpTaskSessions;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.mockito.AdditionalAnswers;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.util.AopTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
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

	@Test
	void wrapperOfAPostProcessorIsTheBeanWhileTheHostItselfStartsAndStops() {
		this.contexts.withUserConfiguration(Wrapping.class).run((context) -> {
			assertThat(context).hasNotFailed();
			BackgroundTaskHost wrapper = context.getBean(BackgroundTaskHost.class);
			assertThat(mockingDetails(wrapper).isMock()).isTrue();
			LocalBackgroundTaskHost host = context.getBean(LocalHost.class).own().orElseThrow();
			assertThat(host.phase()).isEqualTo(HostPhase.RUNNING);
			context.close();
			assertThat(host.phase()).isEqualTo(HostPhase.STOPPED);
		});
	}

	@Test
	void adviceCanApplyToEveryBeanOfTheStarter() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(AdviceEverywhere.class)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "spring.jmx.enabled=false", "management.endpoints.web.exposure.include=*",
					"management.endpoint.backgroundtasks.access=unrestricted")
			.run()) {
			assertThat(AopUtils.isAopProxy(context.getBean(PayloadCodec.class))).isTrue();
			assertThat(AopUtils.isAopProxy(context.getBean(HttpTaskSessions.class))).isTrue();
			assertThat(context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.spawn(BackgroundTaskRegistration.ofKind("import").build(), (body) -> "done")
				.await(Duration.ofSeconds(30))
				.state()).isEqualTo(BackgroundTaskState.COMPLETED);
		}
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

	@Configuration(proxyBeanMethods = false)
	static class Wrapping {

		@Bean
		static BeanPostProcessor wrapper() {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String name) {
					return (bean instanceof BackgroundTaskHost)
							? mock(BackgroundTaskHost.class, AdditionalAnswers.delegatesTo(bean)) : bean;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class AdviceEverywhere {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static EverywhereAdvisor advisor() {
			return new EverywhereAdvisor();
		}

	}

	/** Applies to beans of the starter other than configurations and properties. */
	static class EverywhereAdvisor extends StaticMethodMatcherPointcutAdvisor {

		EverywhereAdvisor() {
			super((MethodInterceptor) MethodInvocation::proceed);
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return targetClass.getName().startsWith("io.github.taskhost.")
					&& !AnnotatedElementUtils.isAnnotated(targetClass, Configuration.class)
					&& !AnnotatedElementUtils.isAnnotated(targetClass, ConfigurationProperties.class)
					&& !targetClass.getName().contains("Test");
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
