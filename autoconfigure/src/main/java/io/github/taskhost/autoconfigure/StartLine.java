package io.github.taskhost.autoconfigure;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.CancelOptions;
import io.github.taskhost.config.CloseOptions;
import io.github.taskhost.config.HostLimits;
import io.github.taskhost.config.RetentionOptions;
import io.github.taskhost.config.ShutdownOptions;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
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

	/** The number of kinds that the line names. */
	private static final int NAMED_KINDS = 20;

	private StartLine() {
	}

	static void log(LocalBackgroundTaskHost host) {
		logger.info(of(host.options()) + (host.isDurable() ? ". Tasks are durable" : ""));
	}

	static String of(BackgroundTaskHostOptions options) {
		return "The host of background tasks runs. " + cancel(options.defaults(), options.cancel()) + ". "
				+ close(options.defaults(), options.close()) + ". " + shutdown(options.shutdown()) + ". "
				+ limits(options.defaults().timeout(), options.limits()) + ". " + retention(options.retention()) + ". "
				+ kinds(options.kinds().keySet());
	}

	private static String cancel(KindOptions defaults, CancelOptions cancel) {
		return "Cancel: " + Objects.requireNonNullElse(defaults.cancelPolicy(), CancelPolicy.COOPERATIVE)
				+ (cancel.escalate() ? ", interrupted after " + text(cancel.gracePeriod()) + ", abandoned "
						+ text(cancel.abandonAfter()) + " later" : ", never interrupted")
				+ ", passed on to descendants at " + new TreeSet<>(cancel.cascade());
	}

	private static String close(KindOptions defaults, CloseOptions close) {
		return "Close: " + Objects.requireNonNullElse(defaults.closePolicy(), ClosePolicy.KEEP) + " (TRANSFER is "
				+ close.transferFallback() + " when there is no successor), " + text(close.hiddenTimeout())
				+ " for hidden work";
	}

	private static String shutdown(ShutdownOptions shutdown) {
		return "Shutdown: " + text(shutdown.gracePeriod()) + ", interrupts, " + text(shutdown.interruptWait());
	}

	private static String limits(@Nullable Duration timeout, HostLimits limits) {
		return "Limits: " + limits.liveTasks() + " live tasks, " + limits.liveTasksPerSession() + " per session, "
				+ ((timeout != null) ? text(timeout) : "no timeout") + " per attempt";
	}

	private static String retention(RetentionOptions retention) {
		return "Records: " + text(retention.maxAge()) + ", at most " + retention.maxRecords();
	}

	private static String kinds(Set<String> kinds) {
		return "Kinds with properties: " + (kinds.isEmpty() ? "none"
				: kinds.stream().sorted().limit(NAMED_KINDS).collect(Collectors.joining(", "))
						+ ((kinds.size() > NAMED_KINDS) ? " …" : ""));
	}

	/** Returns a short form: {@code 1m30s}. */
	private static String text(Duration duration) {
		return duration.toString().substring(2).toLowerCase(Locale.ROOT);
	}

}
