package io.github.taskhost.autoconfigure;

import java.time.Clock;

import io.github.taskhost.BackgroundTaskInterceptor;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.kind.BackgroundTaskExecutor;
import io.github.taskhost.kind.BackgroundTaskHandler;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.schedule.CronTimes;
import io.github.taskhost.spi.AnswerSchemas;
import io.github.taskhost.spi.BackgroundTaskMetricsRecorder;
import io.github.taskhost.spi.PayloadCodec;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.spi.TaskContextPropagator;
import io.github.taskhost.spi.TaskJournal;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.spi.TypeSchemas;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Applies the beans of a context to the builder of the host.
 */
final class HostBeans {

	private final BeanFactory beans;

	HostBeans(BeanFactory beans) {
		this.beans = beans;
	}

	void applyTo(LocalBackgroundTaskHost.Builder builder) {
		all(PayloadCodec.class).ifAvailable(builder::codec);
		all(AnswerSchemas.class).ifAvailable(builder::schemas);
		all(TypeSchemas.class).ifAvailable(builder::typeSchemas);
		all(CronTimes.class).ifAvailable(builder::cron);
		all(BackgroundTaskMetricsRecorder.class).ifAvailable(builder::metrics);
		all(BackgroundTaskListener.class).orderedStream().forEach(builder::addListener);
		all(BackgroundTaskInterceptor.class).orderedStream().forEach(builder::addInterceptor);
		all(TaskCallers.class).ifAvailable(builder::callers);
		all(TaskTransactions.class).ifAvailable(builder::transactions);
		all(TaskJournal.class).ifAvailable(builder::journal);
		all(TaskContextPropagator.class).orderedStream().forEach(builder::addContextPropagator);
		all(TaskTimer.class).ifUnique((timer) -> applyTime(builder, timer));
		all(BackgroundTaskExecutor.class).orderedStream().forEach(builder::addExecutor);
		all(BackgroundTaskHandler.class).orderedStream().forEach(builder::addHandler);
		all(BackgroundTaskHostCustomizer.class).orderedStream().forEach((customizer) -> customizer.customize(builder));
	}

	private <T> ObjectProvider<T> all(Class<T> type) {
		return this.beans.getBeanProvider(type);
	}

	/**
	 * A timer that is also a clock takes precedence over the clock of the application.
	 */
	private void applyTime(LocalBackgroundTaskHost.Builder builder, TaskTimer timer) {
		builder.timer(timer);
		if (timer instanceof Clock clock) {
			builder.clock(clock);
		}
		else {
			all(Clock.class).ifUnique(builder::clock);
		}
	}

}
