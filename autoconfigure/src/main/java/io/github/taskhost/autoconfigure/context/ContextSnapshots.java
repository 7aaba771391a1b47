package io.github.taskhost.autoconfigure.context;

import java.util.List;

import io.github.taskhost.TaskContextPropagator;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;

/**
 * Carries the values of thread-locals by a registry of its own. The global registry is
 * left aside, since whatever is on the class path adds to it, such as the attributes of
 * requests, which do not outlive their request.
 */
final class ContextSnapshots implements TaskContextPropagator {

	private static final Context NOTHING = (task) -> (record, thrown) -> {
	};

	private final ContextSnapshotFactory snapshots;

	private final boolean empty;

	ContextSnapshots(List<ThreadLocalAccessor<?>> accessors) {
		ContextRegistry registry = new ContextRegistry();
		accessors.forEach(registry::registerThreadLocalAccessor);
		this.snapshots = ContextSnapshotFactory.builder().contextRegistry(registry).build();
		this.empty = accessors.isEmpty();
	}

	@Override
	public Context capture() {
		if (this.empty) {
			return NOTHING;
		}
		ContextSnapshot snapshot = this.snapshots.captureAll();
		return (task) -> {
			ContextSnapshot.Scope scope = snapshot.setThreadLocals();
			return (record, thrown) -> scope.close();
		};
	}

}
