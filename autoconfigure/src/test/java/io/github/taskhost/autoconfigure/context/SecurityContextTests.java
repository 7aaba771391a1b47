package io.github.taskhost.autoconfigure.context;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.security.TaskhostSecurityAutoConfiguration;
import io.github.taskhost.task.BackgroundTaskRegistration;
import io.github.taskhost.task.TaskRetryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the propagation of the Spring Security user to bodies.
 */
@Timeout(60)
class SecurityContextTests {

	private static final Duration SOON = Duration.ofSeconds(30);

	private final ApplicationContextRunner withoutProperty = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(TaskhostContextAutoConfiguration.class,
				TaskhostSecurityAutoConfiguration.class, TaskhostAutoConfiguration.class));

	private final ApplicationContextRunner contexts = this.withoutProperty
		.withPropertyValues("taskhost.context.security=true");

	@AfterEach
	void clearSecurityContext() {
		SecurityContextHolder.clearContext();
	}

	private static SecurityContext login(String name) {
		SecurityContext context = new SecurityContextImpl(new TestingAuthenticationToken(name, "secret", "ROLE_USER"));
		SecurityContextHolder.setContext(context);
		return context;
	}

	private static @Nullable String user() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : null;
	}

	private static BackgroundTaskHandle<@Nullable String> userAfter(BackgroundTaskHost host, CountDownLatch go) {
		return host.session("chat-42").spawn("import", (context) -> {
			go.await();
			return user();
		});
	}

	private static @Nullable String userInBody(BackgroundTaskHost host) throws InterruptedException {
		BackgroundTaskHandle<@Nullable String> task = userAfter(host, new CountDownLatch(0));
		task.await(SOON);
		return task.result();
	}

	@Test
	void bodyHasNoUserByDefault() {
		login("ann");
		this.withoutProperty
			.run((context) -> assertThat(userInBody(context.getBean(BackgroundTaskHost.class))).isNull());
	}

	@Test
	void bodyHasTheUserOfTheSpawner() {
		login("ann");
		this.contexts.run((context) -> {
			assertThat(userInBody(context.getBean(BackgroundTaskHost.class))).isEqualTo("ann");
			SecurityContextHolder.clearContext();
			assertThat(userInBody(context.getBean(BackgroundTaskHost.class))).isNull();
		});
	}

	@Test
	void logoutOfTheRequestDoesNotReachTheBody() {
		SecurityContext request = login("ann");
		this.contexts.run((context) -> {
			CountDownLatch go = new CountDownLatch(1);
			BackgroundTaskHandle<@Nullable String> task = userAfter(context.getBean(BackgroundTaskHost.class), go);
			request.setAuthentication(null);
			go.countDown();
			task.await(SOON);
			assertThat(task.result()).isEqualTo("ann");
		});
	}

	@Test
	void changeOfTheUserAffectsOnlyTheAttempt() {
		SecurityContext request = login("ann");
		this.contexts.run((context) -> {
			List<@Nullable String> seen = new ArrayList<>();
			TaskRetryPolicy twice = TaskRetryPolicy.ofMaxAttempts(2)
				.withBackoff(Duration.ofMillis(10), 1, Duration.ofMillis(10));
			BackgroundTaskHandle<@Nullable Void> task = context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.spawn(BackgroundTaskRegistration.ofKind("import").retry(twice).build(), (body) -> {
					seen.add(user());
					SecurityContextHolder.getContext()
						.setAuthentication(new TestingAuthenticationToken("system", "secret"));
					throw new IllegalStateException("once more");
				});
			task.await(SOON);
			assertThat(seen).containsExactly("ann", "ann");
			assertThat(request.getAuthentication()).isNotNull()
				.satisfies((authentication) -> assertThat(authentication.getName()).isEqualTo("ann"));
		});
	}

	@Test
	void childTasksHaveTheUser() {
		login("ann");
		this.contexts.run((context) -> {
			BackgroundTaskHandle<@Nullable String> parent = context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.spawn("import", (body) -> {
					BackgroundTaskHandle<@Nullable String> child = body
						.spawnChild(BackgroundTaskRegistration.ofKind("import").build(), (inside) -> user());
					child.await(SOON);
					return child.result();
				});
			parent.await(SOON);
			assertThat(parent.result()).isEqualTo("ann");
		});
	}

	@Test
	void userIsReadFromTheStrategyOfTheApplication() {
		login("bob");
		OwnStrategy own = new OwnStrategy();
		this.contexts.withBean(SecurityContextHolderStrategy.class, () -> own).run((context) -> {
			own.setContext(new SecurityContextImpl(new TestingAuthenticationToken("ann", "secret")));
			BackgroundTaskHandle<@Nullable String> task = context.getBean(BackgroundTaskHost.class)
				.session("chat-42")
				.spawn("import", (body) -> {
					Authentication authentication = own.getContext().getAuthentication();
					return (authentication != null) ? authentication.getName() + " " + user() : null;
				});
			task.await(SOON);
			assertThat(task.result()).isEqualTo("ann null");
		});
	}

	/** Stores contexts in a separate thread-local. */
	private static final class OwnStrategy implements SecurityContextHolderStrategy {

		private final ThreadLocal<@Nullable SecurityContext> contexts = new ThreadLocal<>();

		@Override
		public void clearContext() {
			this.contexts.remove();
		}

		@Override
		public SecurityContext getContext() {
			SecurityContext context = this.contexts.get();
			return (context != null) ? context : createEmptyContext();
		}

		@Override
		public void setContext(SecurityContext context) {
			this.contexts.set(context);
		}

		@Override
		public SecurityContext createEmptyContext() {
			return new SecurityContextImpl();
		}

	}

}
