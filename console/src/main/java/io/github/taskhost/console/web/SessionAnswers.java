package io.github.taskhost.console.web;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.autoconfigure.view.TaskJson;
import io.github.taskhost.console.ConsoleProperties;
import io.github.taskhost.console.access.ConsoleAccess;
import io.github.taskhost.spi.ClusterNode;
import org.jspecify.annotations.Nullable;

/**
 * The answer about the session of a user: the user, the application, and the token
 * against forged requests. Thread-safe.
 *
 * @param host the host
 * @param access the rules of access
 * @param properties the properties of the console
 * @param application the name of the application
 * @param nodes the nodes of a durable host, this one first
 * @param clock the clock
 */
public record SessionAnswers(BackgroundTaskHost host, ConsoleAccess access, ConsoleProperties properties,
		String application, Supplier<List<ClusterNode>> nodes, Clock clock) implements ConsoleApi.SessionAnswer {

	@Override
	public Map<String, @Nullable Object> of(ConsoleRequest request) {
		String readOnly = this.access.readOnly(request.user());
		List<ClusterNode> known = this.nodes.get();
		Map<String, @Nullable Object> answer = new LinkedHashMap<>();
		answer.put("now", this.clock.instant());
		answer.put("user", request.user().name());
		answer.put("canWrite", readOnly == null);
		answer.put("writeReason", readOnly);
		answer.put("csrf", request.csrf());
		answer.put("phase", TaskJson.name(this.host.phase()));
		answer.put("workerId", known.isEmpty() ? null : known.getFirst().worker());
		answer.put("application", this.application);
		answer.put("environment", this.properties.environment());
		answer.put("version", version());
		answer.put("durable", !known.isEmpty());
		answer.put("showsValues", this.access.showsValues(request.user()));
		answer.put("limits", ConsoleApi.limits());
		return answer;
	}

	private static @Nullable String version() {
		return SessionAnswers.class.getPackage().getImplementationVersion();
	}

}
