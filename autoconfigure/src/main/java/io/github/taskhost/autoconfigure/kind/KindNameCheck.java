package io.github.taskhost.autoconfigure.kind;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.github.taskhost.autoconfigure.LocalHost;
import io.github.taskhost.autoconfigure.property.NearNames;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/**
 * Warns of options of a kind that is not defined when its name is nearly that of a kind
 * that is. Options of other undefined kinds are right: kinds can be spawned without a
 * definition.
 */
final class KindNameCheck implements ApplicationListener<ContextRefreshedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(KindNameCheck.class);

	/** The kinds of the design, which need no definition. */
	private static final Set<String> USUAL = Set.of("monitor", "subagent", "observer", "other");

	private final ApplicationContext context;

	private final LocalHost host;

	KindNameCheck(ApplicationContext context, LocalHost host) {
		this.context = context;
		this.host = host;
	}

	/** All kinds are known by then. */
	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() == this.context) {
			this.host.own().ifPresent(KindNameCheck::check);
		}
	}

	private static void check(LocalBackgroundTaskHost host) {
		Set<String> known = new TreeSet<>(USUAL);
		known.addAll(host.definedKinds());
		for (String kind : new TreeSet<>(host.options().kinds().keySet())) {
			List<String> near = known.contains(kind) ? List.of() : NearNames.of(kind, known);
			if (!near.isEmpty()) {
				logger.warn(
						"The properties 'taskhost.kinds.{}' are for a kind that is not defined. Did you mean "
								+ "'taskhost.kinds.{}'? They are right if tasks of kind '{}' are spawned.",
						kind, String.join("' or 'taskhost.kinds.", near), kind);
			}
		}
	}

}
