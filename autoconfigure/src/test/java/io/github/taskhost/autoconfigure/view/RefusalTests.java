package io.github.taskhost.autoconfigure.view;

import java.util.List;
import java.util.UUID;

import io.github.taskhost.error.AmbiguousTaskException;
import io.github.taskhost.error.AnswerNotPermittedException;
import io.github.taskhost.error.BackgroundTaskException;
import io.github.taskhost.error.InvalidTaskArgumentException;
import io.github.taskhost.error.RejectionReason;
import io.github.taskhost.error.TaskNotFoundException;
import io.github.taskhost.error.TaskRejectedException;
import io.github.taskhost.error.UnsupportedTaskOperationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Refusal}.
 */
class RefusalTests {

	@Test
	void exceptionsOfAHostHaveTheirStatusTitleAndMessage() {
		assertThat(Refusal.of(new InvalidTaskArgumentException("Use one.")))
			.isEqualTo(new Refusal(400, "Invalid argument", "Use one."));
		assertThat(Refusal.of(new TaskNotFoundException("Gone.")))
			.isEqualTo(new Refusal(404, "Task not found", "Gone."));
		assertThat(Refusal.of(new AnswerNotPermittedException("Sign in.")).status()).isEqualTo(403);
		assertThat(Refusal.of(new TaskRejectedException(RejectionReason.MESSAGES, "Full.")).status()).isEqualTo(429);
		assertThat(Refusal.of(new UnsupportedTaskOperationException("import", "reattach")).status()).isEqualTo(409);
	}

	@Test
	void operatorsSeeTheSessionsOfAnAmbiguousId() {
		String session = "session-" + UUID.randomUUID();
		assertThat(Refusal.of(new AmbiguousTaskException("In " + session, List.of(session, "other"))).detail())
			.contains(session);
	}

	@Test
	void serverErrorsSayNothingOfTheirCause() {
		for (RuntimeException ex : List.of(new BackgroundTaskException("secret"),
				new IllegalStateException("secret"))) {
			Refusal refusal = Refusal.of(ex);
			assertThat(refusal.status()).isEqualTo(500);
			assertThat(refusal.isServerError()).isTrue();
			assertThat(refusal.title()).isNotEmpty();
			assertThat(refusal.detail()).contains("log").doesNotContain("secret");
		}
	}

}
