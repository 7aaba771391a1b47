package io.github.taskhost.test.autoconfigure;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.test.HostReset;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.AbstractTestExecutionListener;
import org.springframework.test.util.AopTestUtils;

/**
 * Resets the hosts of a context after each test method of a class with
 * {@link AutoConfigureTaskhost}. A mock of the host is left alone.
 */
final class HostResetTestExecutionListener extends AbstractTestExecutionListener {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	HostResetTestExecutionListener() {
	}

	/** After the end of the transaction of the test, and before the context is closed. */
	@Override
	public int getOrder() {
		return 3900;
	}

	@Override
	public void afterTestMethod(TestContext test) throws Exception {
		if (TestContextAnnotationUtils.hasAnnotation(test.getTestClass(), AutoConfigureTaskhost.class)
				&& test.hasApplicationContext()) {
			reset(test.getApplicationContext());
		}
	}

	private static void reset(ApplicationContext context) throws InterruptedException {
		for (BackgroundTaskHost host : context.getBeansOfType(BackgroundTaskHost.class, true, false).values()) {
			if (AopTestUtils.getUltimateTargetObject(host) instanceof LocalBackgroundTaskHost local) {
				HostReset.reset(local, TIMEOUT);
			}
		}
	}

}
