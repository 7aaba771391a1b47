package io.github.taskhost.crash;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import io.github.taskhost.crash.StoredTasks.Task;

/**
 * Checks values: answers and messages that were acknowledged reach the body, and
 * checkpoints and results of steps that were stored are there for later attempts.
 */
final class ValueChecks {

	private final List<String> violations = new ArrayList<>();

	private final Ledgers ledgers;

	private final StoredTasks stored;

	ValueChecks(Ledgers ledgers, StoredTasks stored) {
		this.ledgers = ledgers;
		this.stored = stored;
	}

	List<String> violations() {
		answers();
		messages();
		checkpoints();
		steps();
		return this.violations;
	}

	private void answers() {
		Map<UUID, String> answers = new HashMap<>();
		for (Entry answered : this.ledgers.of("answered")) {
			String other = answers.put(answered.uid(), answered.field(1));
			if (other != null) {
				this.violations.add("answered twice: " + other + " and " + answered);
			}
		}
		answers.forEach((uid, answer) -> {
			Task task = this.stored.task(uid);
			if (task != null && task.ended("COMPLETED") && !String.valueOf(task.result()).contains(answer)) {
				this.violations.add("answered with " + answer + " and ended with " + task.result() + ": " + task);
			}
		});
		for (Entry heard : this.ledgers.of("heard")) {
			String answer = answers.getOrDefault(heard.uid(), heard.field(2));
			if (!answer.equals(heard.field(2))) {
				this.violations.add("answered with " + answer + " and heard " + heard);
			}
		}
	}

	/** A message was taken by a body, or is stored and was not taken. */
	private void messages() {
		Set<String> received = new HashSet<>();
		this.ledgers.of("received").forEach((entry) -> received.add(entry.field(0) + " " + entry.field(2)));
		for (Entry messaged : this.ledgers.of("messaged")) {
			String key = messaged.field(0) + " " + messaged.field(1);
			String message = this.stored.messages().get(key);
			if (message == null) {
				this.violations.add("message lost: " + messaged);
			}
			else if (!received.contains(key) && message.contains("\"delivered\"")) {
				this.violations.add("message taken by no body: " + messaged + ", " + message);
			}
		}
	}

	/** An attempt goes on from the last checkpoint that an earlier one has stored. */
	private void checkpoints() {
		Map<UUID, TreeMap<Integer, Integer>> kept = new HashMap<>();
		for (Entry checkpoint : this.ledgers.of("checkpoint")) {
			kept.computeIfAbsent(checkpoint.uid(), (uid) -> new TreeMap<>())
				.merge(checkpoint.number(1), checkpoint.number(2), Math::max);
		}
		for (Entry resumed : this.ledgers.of("resumed")) {
			int least = kept.getOrDefault(resumed.uid(), new TreeMap<>())
				.headMap(resumed.number(1))
				.values()
				.stream()
				.mapToInt(Integer::intValue)
				.max()
				.orElse(0);
			if (resumed.number(2) < least) {
				this.violations.add("checkpoint " + least + " lost: " + resumed);
			}
		}
	}

	/** A step whose result was kept does not run in a later attempt. */
	private void steps() {
		Map<UUID, Integer> kept = new HashMap<>();
		this.ledgers.of("kept").forEach((entry) -> kept.merge(entry.uid(), entry.number(1), Math::min));
		for (Entry ran : this.ledgers.of("ran")) {
			if (ran.number(1) > kept.getOrDefault(ran.uid(), Integer.MAX_VALUE)) {
				this.violations.add("step ran again: " + ran);
			}
		}
	}

}
