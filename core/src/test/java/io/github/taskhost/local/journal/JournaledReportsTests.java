package io.github.taskhost.local.journal;

import java.time.Duration;
import java.util.UUID;

import io.github.taskhost.BackgroundTaskHandle;
import io.github.taskhost.config.BackgroundTaskHostOptions;
import io.github.taskhost.config.ReportOptions;
import io.github.taskhost.local.LocalBackgroundTaskHost;
import io.github.taskhost.message.TaskMessage;
import io.github.taskhost.message.TaskMessagePart;
import io.github.taskhost.message.TaskOutputLine;
import io.github.taskhost.spi.StoredDetails;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The output and the messages of a task in the journal. */
class JournaledReportsTests {

	@Test
	void theJournalKeepsNoMoreThanTheHost() throws Exception {
		MemoryJournal journal = new MemoryJournal();
		ReportOptions defaults = ReportOptions.withDefaults();
		ReportOptions few = new ReportOptions(3, defaults.outputSize(), 2, defaults.messageSize(), defaults.artifacts(),
				defaults.answers(), defaults.questions(), defaults.totalSize());
		try (LocalBackgroundTaskHost host = LocalBackgroundTaskHost.builder()
			.journal(journal.forNextStart())
			.options(BackgroundTaskHostOptions.withDefaults().withReports(few))
			.build()) {
			BackgroundTaskHandle<@Nullable Object> task = host.session("s1").spawn("chatty", (context) -> {
				for (int i = 1; i <= 5; i++) {
					context.output("out", "line " + i);
					context.post("message " + i);
				}
				return null;
			});
			UUID uid = task.record().uid();
			task.await(Duration.ofMinutes(1));
			StoredDetails details = journal.details(uid);
			assertThat(details.output()).extracting(TaskOutputLine::text).containsExactly("line 3", "line 4", "line 5");
			assertThat(details.messages()).flatExtracting(TaskMessage::parts)
				.containsExactly(new TaskMessagePart.Text("message 4"), new TaskMessagePart.Text("message 5"));
		}
	}

}
