package io.github.taskhost.autoconfigure.journal;

import java.util.Map;

import io.github.taskhost.event.BackgroundTaskEvent;
import io.github.taskhost.event.BackgroundTaskListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Logs each event as one line at level {@code DEBUG}.
 */
final class TaskJournal implements BackgroundTaskListener {

	private static final Logger log = LoggerFactory.getLogger("taskhost.journal");

	/** Prevents clashes with keys of the MDC, which structured formatters reject. */
	private static final String PREFIX = "journal.";

	@Override
	public void onEvent(BackgroundTaskEvent event) {
		if (log.isDebugEnabled()) {
			write(JournalLine.of(event));
		}
	}

	private static void write(JournalLine line) {
		LoggingEventBuilder entry = log.atDebug();
		for (Map.Entry<String, Object> field : line.fields().entrySet()) {
			entry = entry.addKeyValue(PREFIX + field.getKey(), field.getValue());
		}
		entry.log(line.text());
	}

}
