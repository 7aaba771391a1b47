package io.github.taskhost.autoconfigure.kind;

import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.kind.BackgroundTaskKind;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BackgroundTaskKind} on lazy and scoped beans, on products of a
 * {@link FactoryBean}, and on beans that need the host.
 */
class KindMethodBeansTests {

	private final ApplicationContextRunner contexts = Kinds.contexts();

	@Test
	void beanOfAKindMayNeedTheHost() {
		this.contexts.withBean("aa", NeedsHost.class).run(needsHost());
		this.contexts.withUserConfiguration(NeedsHost.class).run(needsHost());
	}

	private static ContextConsumer<AssertableApplicationContext> needsHost() {
		return (context) -> {
			assertThat(context).hasNotFailed();
			assertThat(Kinds.result(Kinds.run(context, "needs-host"))).isEqualTo("true");
		};
	}

	@Test
	void lazyBeanIsCreatedByItsFirstTask() {
		this.contexts.withUserConfiguration(LazyBean.class).run((context) -> {
			assertThat(context.getBean(BackgroundTaskHost.class)).isNotNull();
			assertThat(context.getSourceApplicationContext().getBeanFactory().containsSingleton("lazy")).isFalse();
			assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("1");
			assertThat(context.getSourceApplicationContext().getBeanFactory().containsSingleton("lazy")).isTrue();
		});
	}

	@Test
	void discoveryCreatesNoBean() {
		this.contexts.withUserConfiguration(Early.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Early.Before.class).products).isZero();
		});
	}

	@Test
	void hostMayBeLazy() {
		this.contexts
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean("counter", Kinds.Counter.class)
			.run((context) -> assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("1"));
	}

	@Test
	void prototypeIsCreatedForEachTask() {
		this.contexts.withUserConfiguration(Prototypes.class).run((context) -> {
			assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("1");
			assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("1");
		});
	}

	@Test
	void scopedProxyResolvesTheBeanOfTheTask() {
		this.contexts
			.withInitializer((context) -> context.getBeanFactory().registerScope("thread", new SimpleThreadScope()))
			.withUserConfiguration(Scoped.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(AopUtils.isAopProxy(context.getBean("scoped"))).isTrue();
				assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("1");
				assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("1");
			});
	}

	@Test
	void productOfAFactoryBeanDefinesAKind() {
		this.contexts.withUserConfiguration(Products.class)
			.run((context) -> assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("1"));
	}

	@Test
	void singletonServesAllTasks() {
		this.contexts.withBean("counter", Kinds.Counter.class).run((context) -> {
			assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("1");
			assertThat(Kinds.result(Kinds.run(context, "count"))).isEqualTo("2");
		});
	}

	@Test
	void beanThatCannotBeCreatedFailsItsTask() {
		this.contexts.withUserConfiguration(Broken.class).run((context) -> {
			BackgroundTaskRecord record = Kinds.run(context, "count");
			assertThat(record.state()).isEqualTo(BackgroundTaskState.FAILED);
		});
	}

	static class NeedsHost {

		private final BackgroundTaskHost host;

		NeedsHost(BackgroundTaskHost host) {
			this.host = host;
		}

		@BackgroundTaskKind("needs-host")
		boolean run(BackgroundTaskContext context) {
			return this.host.find(context.record().uid()).isPresent();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBean {

		@Bean
		@Lazy
		Kinds.Counter lazy() {
			return new Kinds.Counter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototypes {

		@Bean
		@Scope(BeanDefinition.SCOPE_PROTOTYPE)
		Kinds.Counter prototype() {
			return new Kinds.Counter();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Scoped {

		@Bean
		@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		Kinds.Counter scoped() {
			return new Kinds.Counter();
		}

	}

	/** A bean that needs the host and is created before the other beans. */
	@Configuration(proxyBeanMethods = false)
	static class Early {

		static class Before {

			final int products;

			Before(BackgroundTaskHost host, List<Object> made) {
				assertThat(host).isNotNull();
				this.products = made.size();
			}

		}

		static class Made {

			Made(List<Object> made) {
				made.add(this);
			}

			@BackgroundTaskKind("made")
			void run(BackgroundTaskContext context) {
				context.throwIfCancelled();
			}

		}

		static class Factory implements FactoryBean<Made> {

			private final List<Object> made;

			Factory(List<Object> made) {
				this.made = made;
				made.add(this);
			}

			@Override
			public Made getObject() {
				return new Made(this.made);
			}

			@Override
			public Class<?> getObjectType() {
				return Made.class;
			}

		}

		private final List<Object> made = new ArrayList<>();

		@Bean
		Before before(BackgroundTaskHost host) {
			return new Before(host, this.made);
		}

		@Bean
		Factory factory() {
			return new Factory(this.made);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Products {

		@Bean
		CounterFactory counter() {
			return new CounterFactory();
		}

	}

	static class CounterFactory implements FactoryBean<Kinds.Counter> {

		@Override
		public Kinds.Counter getObject() {
			return new Kinds.Counter();
		}

		@Override
		public Class<?> getObjectType() {
			return Kinds.Counter.class;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Broken {

		@Bean
		@Lazy
		Kinds.Counter broken() {
			throw new IllegalStateException("no");
		}

	}

}
