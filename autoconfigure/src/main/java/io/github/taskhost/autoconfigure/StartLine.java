package io.github.taskhost.autoconfigure;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CascadeTrigger;
import io.github.taskhost.config.CloseOptions;
import io.github.taskhost.config.HostLimits;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log line with the effective options of the host.
 */
final class StartLine {

	private static final Logger logger = LoggerFactory.getLogger(StartLine.class);

	private StartLine() {
	}

	static void log(BackgroundTaskHostOptions options) {
		logger.info(of(options));
	}

	static String of(BackgroundTaskHostOptions options) {
		return "The host of background tasks runs; " + cancel(options.defaults(), options.cancel()) + "; "
				+ close(options.defaults(), options.close()) + "; " + shutdown(options.shutdown()) + "; "
				+ limits(options.defaults().timeout(), options.limits()) + "; " + retention(options.retention())
				+ "; kinds with options: " + options.kinds().size();
	}

	private static String cancel(KindOptions defaults, CancelOptions cancel) {
		return "cancel " + Objects.requireNonNullElse(defaults.cancelPolicy(), CancelPolicy.COOPERATIVE)
				+ (cancel.escalate() ? ", interrupt after " + text(cancel.gracePeriod()) + ", abandon after "
						+ text(cancel.abandonAfter()) + " more" : ", no interrupt")
				+ (cancel.cascade().isEmpty() ? ", without descendants" : ", with descendants")
				+ (cancel.cascade().contains(CascadeTrigger.FAILURE) ? ", also after a failure" : "");
	}

	private static String close(KindOptions defaults, CloseOptions close) {
		return "close " + Objects.requireNonNullElse(defaults.closePolicy(), ClosePolicy.KEEP) + ", "
				+ close.transferFallback() + " without a successor, hidden work " + text(close.hiddenTimeout());
	}

	private static String shutdown(ShutdownOptions shutdown) {
		return "shutdown " + text(shutdown.gracePeriod()) + " and " + text(shutdown.interruptWait());
	}

	private static String limits(@Nullable Duration timeout, HostLimits limits) {
		return "at most " + limits.liveTasks() + " live tasks, " + limits.liveTasksPerSession() + " a session, "
				+ ((timeout != null) ? text(timeout) : "any time") + " an attempt";
	}

	private static String retention(RetentionOptions retention) {
		return "records kept " + text(retention.maxAge()) + ", at most " + retention.maxRecords();
	}

	/** Returns a short form: {@code 1m30s}. */
	private static String text(Duration duration) {
		return duration.toString().substring(2).toLowerCase(Locale.ROOT);
	}

}
