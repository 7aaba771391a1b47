package io.github.taskhost.autoconfigure.kind;

import java.lang.reflect.Method;

import io.github.taskhost.TaskReporter;
import io.github.taskhost.autoconfigure.LocalHost;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.task.BackgroundTaskRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.util.ReflectionUtils;

/**
 * Warns of executors that override {@code reconcile} and have no interval, so that the
 * host never calls it.
 */
final class PollingCheck implements ApplicationListener<ContextRefreshedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(PollingCheck.class);

	private final ApplicationContext context;

	private final LocalHost host;

	PollingCheck(ApplicationContext context, LocalHost host) {
		this.context = context;
		this.host = host;
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.host.own().ifPresent(this::check);
		}
	}

	private void check(LocalBackgroundTaskHost host) {
		this.context.getBeanProvider(BackgroundTaskExecutor.class)
			.orderedStream()
			.filter((executor) -> overridesReconcile(executor) && !isPolled(executor, host))
			.forEach((executor) -> logger.warn(
					"The executor of kind '{}' overrides reconcile, which is never called: set "
							+ "'taskhost.kinds.{}.reconcile-interval', or the interval in its options.",
					executor.kind(), executor.kind()));
	}

	private static boolean isPolled(BackgroundTaskExecutor executor, LocalBackgroundTaskHost host) {
		KindOptions configured = host.options().kinds().getOrDefault(executor.kind(), KindOptions.NONE);
		return configured.reconcileInterval() != null || executor.options().reconcileInterval() != null;
	}

	private static boolean overridesReconcile(BackgroundTaskExecutor executor) {
		Method method = ReflectionUtils.findMethod(AopUtils.getTargetClass(executor), "reconcile",
				BackgroundTaskRecord.class, TaskReporter.class);
		return method != null && method.getDeclaringClass() != BackgroundTaskExecutor.class;
	}

}
