package io.github.taskhost.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The present entries of all ledgers of a cluster, and the ends in its database.
 *
 * @param directory the directory of the ledgers
 * @param database the database
 */
record Findings(Path directory, Database database) {

	Ledgers ledgers() {
		return Ledgers.in(this.directory);
	}

	/** The longest time from the end of a delay to the start of given tasks. */
	Duration late(Set<UUID> tasks) {
		Ledgers ledgers = ledgers();
		Map<UUID, Long> due = new HashMap<>();
		ledgers.of("due").forEach((entry) -> due.put(entry.uid(), Long.parseLong(entry.field(1))));
		long millis = ledgers.of("start")
			.stream()
			.filter((start) -> tasks.contains(start.uid()) && start.number(1) == 1)
			.mapToLong((start) -> start.time() - due.get(start.uid()))
			.max()
			.orElseThrow();
		return Duration.ofMillis(millis);
	}

	/** The accepted tasks whose ids have a part. */
	Set<UUID> accepted(String part) {
		return ledgers().of("acked")
			.stream()
			.filter((acked) -> acked.field(1).contains(part))
			.map(Entry::uid)
			.collect(Collectors.toSet());
	}

	/** The end states of the tasks of a kind. */
	List<String> ends(String kind) {
		return this.database.strings("SELECT end_state FROM taskhost_task WHERE kind = ? AND end_state IS NOT NULL",
				kind);
	}

	/** The records of the tasks of a kind that have failed, as JSON. */
	List<String> failures(String kind) {
		return this.database.strings("SELECT record FROM taskhost_task WHERE kind = ? AND end_state = 'FAILED'", kind);
	}

}
