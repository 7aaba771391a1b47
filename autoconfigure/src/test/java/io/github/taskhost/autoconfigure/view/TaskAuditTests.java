package io.github.taskhost.autoconfigure.view;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.taskhost.error.TaskStateException;
import io.github.taskhost.spi.TaskCallers;
import io.github.taskhost.spi.TaskCallers.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TaskAudit} with a log that is not Actuator's, and changes that concern
 * more than one task.
 */
class TaskAuditTests {

	private static final Principal ANN = () -> "ann";

	private final List<Entry> entries = new ArrayList<>();

	private final TaskAudit audit = new TaskAudit(
			(principal, type, data) -> this.entries.add(new Entry(principal, type, data)),
			(principal) -> Caller.of(principal.getName(), List.of()));

	@Test
	void changeIsLoggedWithItsResult() {
		int closed = this.audit.during(ANN, Map.of("action", "close-session"),
				(count) -> Map.of("action", "close-session", "count", count), () -> 3);
		assertThat(closed).isEqualTo(3);
		assertThat(this.entries)
			.containsExactly(new Entry("ann", TaskAudit.CHANGED, Map.of("action", "close-session", "count", 3)));
	}

	@Test
	void refusedChangeIsLoggedAsItWasRequested() {
		assertThatExceptionOfType(TaskStateException.class)
			.isThrownBy(() -> this.audit.during(null, Map.of("action", "close-session"), (count) -> Map.of(), () -> {
				throw new TaskStateException("It is closing.");
			}));
		this.audit.refused(ANN, Map.of("action", "bulk-cancel"), 403);
		assertThat(this.entries).containsExactly(
				new Entry("anonymous", TaskAudit.REFUSED, Map.of("action", "close-session", "status", 409)),
				new Entry("ann", TaskAudit.REFUSED, Map.of("action", "bulk-cancel", "status", 403)));
	}

	@Test
	void changeIsMadeAsThePrincipal() {
		assertThat(this.audit.during(ANN, Map.of(), (caller) -> Map.of(), TaskAuditTests::caller)).isEqualTo("ann");
		assertThat(this.audit.during(null, Map.of(), (caller) -> Map.of(), TaskAuditTests::caller)).isEqualTo("none");
	}

	private static String caller() {
		Caller caller = TaskCallers.callerOf(TaskCallers.none());
		return (caller != null) ? caller.name() : "none";
	}

	private record Entry(String principal, String type, Map<String, @Nullable Object> data) {
	}

}
