package io.github.taskhost.console.autoconfigure;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.LocalHost;
import io.github.taskhost.autoconfigure.TaskhostAutoConfiguration;
import io.github.taskhost.autoconfigure.security.PrincipalCallers;
import io.github.taskhost.autoconfigure.view.AuditLog;
import io.github.taskhost.autoconfigure.view.TaskAudit;
import io.github.taskhost.autoconfigure.view.TaskValues;
import io.github.taskhost.autoconfigure.view.ValueSanitizer;
import io.github.taskhost.console.ConsoleProperties;
import io.github.taskhost.console.access.ConsoleAccess;
import io.github.taskhost.console.api.Actions;
import io.github.taskhost.console.api.BulkCancel;
import io.github.taskhost.console.api.KindViews;
import io.github.taskhost.console.api.Overview;
import io.github.taskhost.console.api.ScheduleViews;
import io.github.taskhost.console.api.SessionViews;
import io.github.taskhost.console.api.TaskViews;
import io.github.taskhost.console.api.Throughput;
import io.github.taskhost.console.live.LiveFeeds;
import io.github.taskhost.console.reactive.ReactiveConsoleConfiguration;
import io.github.taskhost.console.servlet.ServletConsoleConfiguration;
import io.github.taskhost.console.web.ConsoleApi;
import io.github.taskhost.console.web.ConsoleHandler;
import io.github.taskhost.console.web.SessionAnswers;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.spi.ClusterNode;
import io.github.taskhost.spi.StoredTaskCounts;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/**
 * Auto-configuration for the console. Does nothing unless
 * {@code taskhost.console.enabled} is {@code true}.
 */
@AutoConfiguration(after = { TaskhostAutoConfiguration.class, TaskhostConsolePropertiesAutoConfiguration.class })
@ConditionalOnBooleanProperty("taskhost.console.enabled")
@ConditionalOnWebApplication
@ConditionalOnClass(JsonMapper.class)
@ConditionalOnSingleCandidate(BackgroundTaskHost.class)
@Import({ ConsoleActuatorConfiguration.class, ServletConsoleConfiguration.class, ReactiveConsoleConfiguration.class })
public final class TaskhostConsoleAutoConfiguration {

	/** Beans of Spring Security that guard a servlet or a reactive application. */
	private static final List<String> GUARDS = List.of("springSecurityFilterChain",
			"org.springframework.security.config.annotation.web.reactive.WebFluxSecurityConfiguration.WebFilterChainFilter");

	TaskhostConsoleAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	Throughput taskhostConsoleThroughput(BackgroundTaskHost host) {
		return new Throughput(host, Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	ConsoleHandler taskhostConsoleHandler(BackgroundTaskHost host, LocalHost local, ConsoleProperties properties,
			Throughput throughput, ApplicationContext context, ObjectProvider<ValueSanitizer> sanitizers,
			ObjectProvider<AuditLog> logs, ObjectProvider<PrincipalCallers> callers) {
		PathCheck.check(properties.path());
		Clock clock = Clock.systemUTC();
		Supplier<List<ClusterNode>> nodes = () -> local.behind(host)
			.map(LocalBackgroundTaskHost::nodes)
			.orElse(List.of());
		Supplier<Optional<StoredTaskCounts>> stored = () -> local.behind(host)
			.flatMap(LocalBackgroundTaskHost::storedCounts);
		TaskViews views = new TaskViews(host, new TaskValues(sanitizers.getIfUnique(() -> ValueSanitizer.NONE)), clock);
		TaskAudit audit = new TaskAudit(logs.getIfUnique(LoggedAudit::new),
				callers.getIfUnique(() -> (principal) -> null));
		ConsoleAccess access = new ConsoleAccess(properties, GUARDS.stream().anyMatch(context::containsBean));
		Overview overview = new Overview(host, views, throughput, stored, nodes);
		Actions actions = new Actions(host, views, audit);
		ConsoleApi api = new ConsoleApi(access,
				new SessionAnswers(host, access, properties, nameOf(context), nodes, clock), overview, views,
				new SessionViews(host, views), new KindViews(host, overview, views),
				new ScheduleViews(host, views, audit), new LiveFeeds(host, views, overview), actions,
				new BulkCancel(host, views, actions, audit), clock);
		return new ConsoleHandler(api, properties.path());
	}

	private static String nameOf(ApplicationContext context) {
		return context.getEnvironment().getProperty("spring.application.name", "application");
	}

}
