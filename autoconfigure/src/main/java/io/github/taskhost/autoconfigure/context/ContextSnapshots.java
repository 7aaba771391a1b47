package io.github.taskhost.autoconfigure.context;

import java.util.ArrayList;
import java.util.List;

import io.github.taskhost.spi.TaskContextPropagator;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Propagates thread-local values with a separate context registry for each accessor, so
 * that an accessor that throws does not affect the others. The global registry is not
 * used: libraries on the class path register accessors there, for example for request
 * attributes, which are invalid after the request.
 */
final class ContextSnapshots implements TaskContextPropagator {

	private static final Logger logger = LoggerFactory.getLogger(ContextSnapshots.class);

	private static final Context NOTHING = (task) -> (record, thrown) -> {
	};

	private final List<ContextSnapshotFactory> factories;

	ContextSnapshots(List<ThreadLocalAccessor<?>> accessors) {
		this.factories = accessors.stream().map(ContextSnapshots::factory).toList();
	}

	private static ContextSnapshotFactory factory(ThreadLocalAccessor<?> accessor) {
		ContextRegistry registry = new ContextRegistry().registerThreadLocalAccessor(accessor);
		return ContextSnapshotFactory.builder().contextRegistry(registry).build();
	}

	@Override
	public Context capture() {
		if (this.factories.isEmpty()) {
			return NOTHING;
		}
		List<ContextSnapshot> snapshots = new ArrayList<>(this.factories.size());
		this.factories.forEach((factory) -> guarded(() -> snapshots.add(factory.captureAll())));
		return (task) -> open(snapshots);
	}

	private static Scope open(List<ContextSnapshot> snapshots) {
		List<ContextSnapshot.Scope> scopes = new ArrayList<>(snapshots.size());
		snapshots.forEach((snapshot) -> guarded(() -> scopes.add(snapshot.setThreadLocals())));
		return (record, thrown) -> scopes.reversed().forEach((scope) -> guarded(scope::close));
	}

	private static void guarded(Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException ex) {
			logger.error("A ThreadLocalAccessor threw an exception. The task continues without its value.", ex);
		}
	}

}
