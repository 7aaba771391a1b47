package io.github.taskhost.autoconfigure.security;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.spi.TaskCallers.Caller;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskhostSecurityAutoConfiguration}.
 */
class TaskhostSecurityAutoConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ApplicationContextRunner contexts = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(TaskhostAutoConfiguration.class, TaskhostSecurityAutoConfiguration.class));

	@AfterEach
	void clearSecurityContext() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void callerIsTheAuthenticatedUser() {
		login(new TestingAuthenticationToken("ann", "secret", "ROLE_ADMIN"));
		this.contexts.run(caller((caller) -> {
			assertThat(caller).isNotNull();
			assertThat(caller.name()).isEqualTo("ann");
			assertThat(caller.hasAuthority("ROLE_ADMIN")).isTrue();
			assertThat(caller.hasAuthority("ROLE_USER")).isFalse();
		}));
	}

	@Test
	void roleHierarchyGrantsAuthorities() {
		login(new TestingAuthenticationToken("ann", "secret", "ROLE_ADMIN"));
		this.contexts.withBean(RoleHierarchy.class, () -> RoleHierarchyImpl.fromHierarchy("ROLE_ADMIN > ROLE_USER"))
			.run(caller((caller) -> {
				assertThat(caller).isNotNull();
				assertThat(caller.hasAuthority("ROLE_USER")).isTrue();
				assertThat(caller.hasAuthority("ROLE_OTHER")).isFalse();
			}));
	}

	@Test
	void noCallerWithoutAuthentication() {
		this.contexts.run(caller((caller) -> assertThat(caller).isNull()));
		login(new TestingAuthenticationToken("ann", "secret"));
		this.contexts.run(caller((caller) -> assertThat(caller).isNull()));
	}

	@Test
	void anonymousUserIsNoCaller() {
		login(new AnonymousAuthenticationToken("key", "anonymousUser",
				AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS")));
		this.contexts.run(caller((caller) -> assertThat(caller).isNull()));
	}

	@Test
	void rememberedUserIsACaller() {
		login(new RememberMeAuthenticationToken("key", "ann", AuthorityUtils.createAuthorityList("ROLE_USER")));
		this.contexts.run(caller((caller) -> assertThat(caller).isNotNull()));
	}

	@Test
	void contextIsReadFromTheStrategyOfTheApplication() {
		login(new TestingAuthenticationToken("ann", "secret", "ROLE_USER"));
		SecurityContext context = new SecurityContextImpl(new TestingAuthenticationToken("bob", "secret", "ROLE_USER"));
		this.contexts.withBean(SecurityContextHolderStrategy.class, () -> new OwnStrategy(context))
			.run(caller((caller) -> {
				assertThat(caller).isNotNull();
				assertThat(caller.name()).isEqualTo("bob");
			}));
	}

	@Test
	void hostRecordsTheCallerOfACancel() {
		login(new TestingAuthenticationToken("ann", "secret", "ROLE_USER"));
		this.contexts.run((context) -> assertThat(cancelled(context).cancelledBy()).isEqualTo("ann"));
	}

	@Test
	void hostRecordsNoCallerWithoutSpringSecurity() {
		this.contexts.withClassLoader(new FilteredClassLoader("org.springframework.security")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(TaskCallers.class);
			assertThat(cancelled(context).cancelledBy()).isNull();
		});
	}

	@Test
	void backsOffForCallersOfTheApplication() {
		TaskCallers own = () -> null;
		this.contexts.withBean(TaskCallers.class, () -> own)
			.run((context) -> assertThat(context).getBean(TaskCallers.class).isSameAs(own));
	}

	@Test
	void contributesNothingWhenDisabled() {
		this.contexts.withPropertyValues("taskhost.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(TaskCallers.class));
	}

	private static void login(Authentication authentication) {
		SecurityContextHolder.setContext(new SecurityContextImpl(authentication));
	}

	private static ContextConsumer<AssertableApplicationContext> caller(Consumer<@Nullable Caller> check) {
		return (context) -> check.accept(context.getBean(TaskCallers.class).current());
	}

	private static BackgroundTaskRecord cancelled(AssertableApplicationContext context) throws InterruptedException {
		CountDownLatch never = new CountDownLatch(1);
		BackgroundTaskHandle<String> task = context.getBean(BackgroundTaskHost.class)
			.session("chat-42")
			.spawn("import", (body) -> {
				body.onCancel(never::countDown);
				never.await();
				body.throwIfCancelled();
				return "";
			});
		task.cancel("enough");
		return task.await(SOON);
	}

	private record OwnStrategy(SecurityContext context) implements SecurityContextHolderStrategy {

		@Override
		public void clearContext() {
			throw new UnsupportedOperationException();
		}

		@Override
		public SecurityContext getContext() {
			return this.context;
		}

		@Override
		public void setContext(SecurityContext context) {
			throw new UnsupportedOperationException();
		}

		@Override
		public SecurityContext createEmptyContext() {
			return new SecurityContextImpl();
		}

	}

}
