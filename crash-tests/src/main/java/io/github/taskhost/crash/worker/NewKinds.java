package io.github.taskhost.crash.worker;

import io.github.taskhost.BackgroundTaskContext;
import io.github.taskhost.kind.BackgroundTaskKind;

/**
 * The kinds that only the new version of the worker has.
 */
public class NewKinds {

	private final WorkerKinds kinds;

	private final Running running;

	NewKinds(WorkerKinds kinds, Running running) {
		this.kinds = kinds;
		this.running = running;
	}

	/** Like {@code hold}. */
	@BackgroundTaskKind("fresh")
	String fresh(BackgroundTaskContext context) throws Exception {
		return this.kinds.run(context, () -> {
			if (context.attempt() == 1) {
				this.running.awaitLetGo();
			}
			return context.taskId();
		});
	}

}
