package io.github.taskhost.local;

import java.time.Clock;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskHostOptions;
import io.github.taskhost.BackgroundTaskListener;
import io.github.taskhost.testkit.BackgroundTaskHostContract;
import io.github.taskhost.testkit.HostFactory;

class LocalBackgroundTaskHostContractTests extends BackgroundTaskHostContract {

	@Override
	protected HostFactory factory() {
		return new HostFactory() {

			@Override
			public BackgroundTaskHost start(BackgroundTaskHostOptions options, Clock clock, TaskTimer timer,
					BackgroundTaskListener listener) {
				return LocalBackgroundTaskHost.builder()
					.options(options)
					.clock(clock)
					.timer(timer)
					.addListener(listener)
					.build();
			}

			@Override
			public void stop(BackgroundTaskHost host) {
				((LocalBackgroundTaskHost) host).close();
			}

		};
	}

}
