package io.github.taskhost.jdbc.row;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

import io.github.taskhost.autoconfigure.json.EventNames;
import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.jdbc.row.Write.Additions;
import io.github.taskhost.jdbc.row.Write.Sort;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.spi.JournalChange;
import org.jspecify.annotations.Nullable;

/**
 * Prepares changes for their statements, on the thread of the caller. Thread-safe.
 */
public final class WriteFactory {

	private final RecordCodec codec;

	private final KeptCodec kept;

	/** Writes the events for other nodes; {@code null} if these do not want them. */
	private final @Nullable EventCodec events;

	/** Creates a factory for changes whose events are not stored. */
	public WriteFactory(RecordCodec codec) {
		this(codec, false);
	}

	/**
	 * Creates a factory.
	 * @param codec writes values
	 * @param storesEvents whether events are stored for other nodes
	 */
	public WriteFactory(RecordCodec codec, boolean storesEvents) {
		this.codec = codec;
		this.kept = new KeptCodec(codec);
		this.events = storesEvents ? new EventCodec(codec) : null;
	}

	/**
	 * Prepares a change.
	 * @param change the change
	 * @param node the id of this start
	 * @param report the reports of the task that wait, or {@code null}
	 * @throws IllegalArgumentException if a text cannot be stored
	 */
	public Write write(JournalChange change, UUID node, @Nullable PendingReport report) {
		List<BackgroundTaskEvent> all = change.events();
		String types = all.stream()
			.map((event) -> EventNames.of(event.getClass().asSubclass(BackgroundTaskEvent.class)))
			.collect(Collectors.joining(","));
		return new Write(change, sortOf(change), this.codec.write(change.record()), guard(change, node), types,
				(this.events != null) ? this.events.write(all) : null, additions(change, report));
	}

	private static Sort sortOf(JournalChange change) {
		boolean ended = change.record().state().isTerminal();
		return switch (change) {
			case JournalChange.Accepted accepted -> Sort.ACCEPT;
			case JournalChange.Kept kept -> Sort.KEEP;
			case JournalChange.Noticed noticed -> Sort.TELL;
			case JournalChange.Removed removed -> ended ? Sort.REMOVE_ENDED : Sort.REMOVE_LIVE;
			case JournalChange.Changed changed when changed.before().state().isTerminal() -> Sort.REWRITE;
			case JournalChange.Changed changed when ended -> Sort.END;
			case JournalChange.Changed changed ->
				changed.before().sessionId().equals(changed.record().sessionId()) ? Sort.CHANGE : Sort.MOVE;
		};
	}

	/** The new worker of an accepted task, or the one from which a change comes. */
	private static @Nullable UUID guard(JournalChange change, UUID node) {
		return switch (change) {
			case JournalChange.Accepted accepted -> accepted.left() ? null : node;
			case JournalChange.Kept kept -> node;
			case JournalChange.Changed changed -> isOfWorker(changed, WorkerIds.of(node)) ? node : null;
			case JournalChange.Removed removed -> null;
			case JournalChange.Noticed noticed -> null;
		};
	}

	/**
	 * Whether a change comes from work of a worker. That includes the start of an
	 * attempt, which a worker that has lost the task must not store. A host that does not
	 * have the task leaves a notice: its change is a request.
	 */
	private static boolean isOfWorker(JournalChange.Changed changed, String worker) {
		return changed.notice() == null
				&& (worker.equals(changed.before().workerId()) || worker.equals(changed.record().workerId()));
	}

	private Additions additions(JournalChange change, @Nullable PendingReport report) {
		if (change instanceof JournalChange.Changed changed) {
			JournalChange.Additions given = changed.additions();
			Map<String, TaskMessage> messages = new LinkedHashMap<>();
			if (given.message() != null) {
				messages.put(given.message().id(), given.message());
			}
			if (report != null) {
				report.delivered().forEach((message) -> messages.put(message.id(), message));
			}
			return new Additions(messages.values().stream().map((message) -> message(change.uid(), message)).toList(),
					(report != null) ? output(change.uid(), report.output()) : List.of(),
					(given.kept() != null) ? this.kept.write(change.uid(), given.kept()) : null, given.wake());
		}
		if (change instanceof JournalChange.Kept kept) {
			return new Additions(List.of(), List.of(), this.kept.write(change.uid(), kept.value()), null);
		}
		return Additions.NONE;
	}

	public Write.MessageRow message(UUID uid, TaskMessage message) {
		return new Write.MessageRow(uid, message.id(), this.codec.write(message));
	}

	public List<Write.OutputRow> output(UUID uid, List<TaskOutputLine> lines) {
		Map<Long, TaskOutputLine> byPosition = new LinkedHashMap<>();
		lines.forEach((line) -> byPosition.put(line.position(), line));
		return byPosition.values()
			.stream()
			.map((line) -> new Write.OutputRow(uid, line.position(), this.codec.write(line)))
			.toList();
	}

}
