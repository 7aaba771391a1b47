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
				LocalBackgroundTaskHost.Builder builder = parts.addTo(LocalBackgroundTaskHost.builder()
					.options(options)
					.clock(clock)
					.timer(timer)
					.addListener(listener));
				return builder.build();
			}

			@Override
			public void stop(BackgroundTaskHost host) {
				((LocalBackgroundTaskHost) host).close();
			}

		};
	}

}
