package io.github.taskhost.local;

import java.time.Clock;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.event.BackgroundTaskListener;
import io.github.taskhost.spi.TaskTimer;
import io.github.taskhost.test.contract.BackgroundTaskHostContract;
import io.github.taskhost.test.contract.support.HostFactory;
import io.github.taskhost.test.contract.support.HostParts;

class LocalBackgroundTaskHostContractTests extends BackgroundTaskHostContract {

	@Override
	protected HostFactory factory() {
		return new HostFactory() {

			@Override
			public BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
					BackgroundTaskListener listener, HostParts parts) {
				LocalBackgroundTaskHost.Builder builder = LocalBackgroundTaskHost.builder()
					.options(options)
					.clock(clock)
					.timer(timer)
					.addListener(listener)
					.codec(parts.codec())
					.schemas(parts.schemas())
					.typeSchemas(parts.typeSchemas())
					.callers(parts.callers())
					.transactions(parts.transactions());
				parts.executors().forEach(builder::addExecutor);
				parts.handlers().forEach(builder::addHandler);
				parts.propagators().forEach(builder::addContextPropagator);
				return builder.build();
			}

			@Override
			public void stop(BackgroundTaskHost host) {
				((LocalBackgroundTaskHost) host).close();
			}

		};
	}

}
