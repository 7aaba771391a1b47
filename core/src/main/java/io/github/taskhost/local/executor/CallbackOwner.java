package io.github.taskhost.local.executor;

import java.util.function.Consumer;

import io.github.taskhost.ExternalTaskCancellation;
import io.github.taskhost.local.executor.ControlCall.Operation;
import io.github.taskhost.local.task.LocalTask;
import io.github.taskhost.local.task.Work;
import org.jspecify.annotations.Nullable;

/**
 * An external owner with a callback, which is kept until it needs no further call.
 *
 * @param runner runs the calls
 * @param task the task
 * @param work the work with the callback
 */
record CallbackOwner(CallRunner runner, LocalTask task, Work.Owned work) implements Owner {

	@Override
	public String name() {
		return "cancellation callback";
	}

	@Override
	public boolean isSettled() {
		return this.work.callback() == null;
	}

	@Override
	public void settle() {
		this.work.forgetCallback();
	}

	@Override
	public ControlCall tell(Consumer<@Nullable Throwable> after) {
		ControlCall call = new ControlCall(Operation.CANCEL, this::call, after);
		this.runner.run(this.task, call);
		return call;
	}

	private void call() throws Exception {
		ExternalTaskCancellation callback = this.work.callback();
		if (callback != null) {
			callback.cancel(this.task.record());
		}
	}

}
