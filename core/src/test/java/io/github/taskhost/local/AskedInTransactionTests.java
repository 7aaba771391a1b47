package io.github.taskhost.local;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.local.question.AskedInTransaction;
import io.github.taskhost.spi.TaskTransactions;
import io.github.taskhost.task.InputRequest;
import io.github.taskhost.task.JsonPayload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AskedInTransactionTests extends LocalHostTest {

	private final LogLines lines = LogLines.of(AskedInTransaction.class);

	@AfterEach
	void listenNoMore() {
		this.lines.close();
	}

	/** The threads of bodies are bound to a transaction. */
	private static TaskTransactions bound() {
		return new TaskTransactions() {

			@Override
			public @Nullable Transaction current() {
				return null;
			}

			@Override
			public boolean isBound() {
				return Thread.currentThread().getName().startsWith("taskhost-");
			}

		};
	}

	private void askAndAnswer(String kind, String key) throws Exception {
		BackgroundTaskHandle<String> task = session().spawn(kind,
				(context) -> context.requestInput(InputRequest.of(key, "Go on?")).value().text());
		this.events.await(BackgroundTaskEvent.InputRequested.class, task.id());
		task.answer(key, new JsonPayload("true"));
		task.await(PATIENCE);
	}

	@Test
	void questionInATransactionIsLoggedOnceForItsKind() throws Exception {
		start((builder) -> builder.transactions(bound()));
		askAndAnswer("export", "pets");
		askAndAnswer("export", "pets");
		assertThat(this.lines.warnings()).singleElement().asString().contains("kind export", "transaction");
		askAndAnswer("import", "pets");
		assertThat(this.lines.warnings()).hasSize(2);
	}

	@Test
	void questionOutsideIsNotLogged() throws Exception {
		askAndAnswer("export", "pets");
		assertThat(this.lines.warnings()).isEmpty();
	}

}
