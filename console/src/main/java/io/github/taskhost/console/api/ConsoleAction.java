package io.github.taskhost.console.api;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.autoconfigure.view.TaskAction;
import io.github.taskhost.autoconfigure.view.TaskChange;
import io.github.taskhost.message.TaskMessageReceipt;

/**
 * Actions on tasks that the endpoint does not have.
 */
final class ConsoleAction {

	private ConsoleAction() {
	}

	/**
	 * Sends a text message.
	 *
	 * @param text the text
	 */
	record Send(String text) implements TaskAction {

		@Override
		public String name() {
			return "send";
		}

		@Override
		public TaskChange on(BackgroundTaskHandle<?> task) {
			TaskMessageReceipt receipt = task.send(this.text);
			return new TaskChange(task.record(), receipt);
		}

	}

	/** Starts the next attempt of work that an executor takes up. */
	record Reattach() implements TaskAction {

		@Override
		public String name() {
			return "reattach";
		}

		@Override
		public TaskChange on(BackgroundTaskHandle<?> task) {
			return new TaskChange(task.reattach(), null);
		}

	}

}
