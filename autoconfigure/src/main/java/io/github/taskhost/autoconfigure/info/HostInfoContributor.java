package io.github.taskhost.autoconfigure.info;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.BackgroundTaskStatistics;
import io.github.taskhost.autoconfigure.LocalHost;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.kind.KindOptions;
import io.github.taskhost.task.CancelPolicy;
import io.github.taskhost.task.ClosePolicy;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Contributes the version, the phase, the counts and the policies of the host. Contains
 * no data from users, because the endpoint {@code info} is often public.
 */
final class HostInfoContributor implements InfoContributor {

	private final BackgroundTaskHost host;

	private final LocalHost local;

	HostInfoContributor(BackgroundTaskHost host, LocalHost local) {
		this.host = host;
		this.local = local;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> info = new LinkedHashMap<>();
		String version = BackgroundTaskHost.class.getPackage().getImplementationVersion();
		if (version != null) {
			info.put("version", version);
		}
		info.put("phase", lower(this.host.phase()));
		info.put("counts", counts(this.host.statistics()));
		this.local.behind(this.host).ifPresent((local) -> {
			info.put("durable", local.isDurable());
			info.put("policies", policies(local.options()));
		});
		builder.withDetail("taskhost", info);
	}

	private static Map<String, Object> counts(BackgroundTaskStatistics statistics) {
		Map<String, Object> counts = new LinkedHashMap<>();
		counts.put("live", statistics.live());
		counts.put("retained", statistics.retained());
		counts.put("hidden", statistics.hidden());
		counts.put("sessions", statistics.sessions());
		counts.put("kinds", statistics.kinds().size());
		counts.put("unresponsive", statistics.unresponsive());
		counts.put("unstopped", statistics.unstopped());
		return counts;
	}

	private static Map<String, Object> policies(BackgroundTaskHostOptions options) {
		Map<String, Object> policies = new LinkedHashMap<>();
		KindOptions defaults = options.defaults();
		policies.put("cancel", lower(Objects.requireNonNullElse(defaults.cancelPolicy(), CancelPolicy.COOPERATIVE)));
		policies.put("cancelGracePeriod", options.cancel().gracePeriod().toString());
		policies.put("cancelAbandonAfter", options.cancel().abandonAfter().toString());
		policies.put("close", lower(Objects.requireNonNullElse(defaults.closePolicy(), ClosePolicy.KEEP)));
		Duration timeout = defaults.timeout();
		if (timeout != null) {
			policies.put("timeout", timeout.toString());
		}
		policies.put("shutdownGracePeriod", options.shutdown().gracePeriod().toString());
		policies.put("retention", options.retention().maxAge().toString());
		return policies;
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
