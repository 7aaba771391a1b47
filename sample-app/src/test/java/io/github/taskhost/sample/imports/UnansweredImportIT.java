package io.github.taskhost.sample.imports;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.SampleClient;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "sample.demo.enabled=false",
		"sample.imports.answer-within=20ms", "spring.datasource.url=jdbc:h2:mem:unanswered;DB_CLOSE_DELAY=-1" })
class UnansweredImportIT {

	@LocalServerPort
	private int port;

	@Autowired
	private BackgroundTaskHost host;

	@Test
	void importWithoutAnAnswerInTimeFailsAndLoadsNothing() throws Exception {
		Answer started = new SampleClient(this.port).postCsv("/sessions/silent/imports", "a,b\n1,2\nonly\n");
		BackgroundTaskRecord record = this.host.await(started.json().get("id").asString(), Duration.ofSeconds(30));
		assertThat(record.state()).isEqualTo(BackgroundTaskState.FAILED);
		assertThat(record.summary()).isEqualTo("Nothing imported: 1 of 2 rows are broken, and no answer came in time");
		assertThat(String.valueOf(record.failure())).contains("InputDeadlineException");
	}

}
