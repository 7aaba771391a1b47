package io.github.taskhost.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.TaskArtifact;
import io.github.taskhost.task.TaskLinks;
import io.github.taskhost.task.TaskResult;

/**
 * The rules of the artifacts, links and result of a task.
 */
final class Products {

	private Products() {
	}

	static Decision artifact(BackgroundTaskRecord record, TaskCommand.AddArtifact add, Instant now) {
		List<TaskArtifact> artifacts = new ArrayList<>(record.artifacts());
		if (artifacts.contains(add.artifact())) {
			return Reports.heartbeat(record, now);
		}
		int same = placeOf(add.artifact().name(), artifacts);
		if (same >= 0) {
			artifacts.set(same, add.artifact());
		}
		else if (artifacts.size() < add.limit()) {
			artifacts.add(add.artifact());
		}
		else {
			return Refusals.state(record, "add the artifact '" + add.artifact().name() + "'",
					"it has " + artifacts.size()
							+ ", the limit (taskhost.limits.artifacts). Replace one, or combine several into one.");
		}
		Draft change = Draft.byWork(record, now);
		change.next().artifacts(artifacts);
		return change.tell(BackgroundTaskEvent.Updated::new).done();
	}

	private static int placeOf(String name, List<TaskArtifact> artifacts) {
		for (int i = 0; i < artifacts.size(); i++) {
			if (artifacts.get(i).name().equals(name)) {
				return i;
			}
		}
		return -1;
	}

	static Decision links(BackgroundTaskRecord record, TaskLinks more, Instant now) {
		TaskLinks links = record.links();
		Set<String> resources = new LinkedHashSet<>(links.resources());
		resources.addAll(more.resources());
		if (resources.size() > TaskLinks.MAX_RESOURCES) {
			return Refusals.state(record, "be linked with " + more.resources().size() + " more resources",
					"it has " + links.resources().size() + " of at most " + TaskLinks.MAX_RESOURCES
							+ ". Link one resource that lists the others.");
		}
		TaskLinks merged = new TaskLinks(
				(more.childSessionId() != null) ? more.childSessionId() : links.childSessionId(),
				(more.remoteTask() != null) ? more.remoteTask() : links.remoteTask(), List.copyOf(resources));
		if (merged.equals(links)) {
			return Reports.heartbeat(record, now);
		}
		Draft change = Draft.byWork(record, now);
		change.next().links(merged);
		return change.tell(BackgroundTaskEvent.Updated::new).done();
	}

	static Decision result(BackgroundTaskRecord record, TaskResult result, Instant now) {
		if (result.equals(record.result())) {
			return Reports.heartbeat(record, now);
		}
		Draft change = Draft.byWork(record, now);
		change.next().result(result);
		return change.tell(BackgroundTaskEvent.Updated::new).done();
	}

}
