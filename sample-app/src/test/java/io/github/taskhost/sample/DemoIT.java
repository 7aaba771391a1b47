package io.github.taskhost.sample;

import java.time.Duration;

import io.github.taskhost.BackgroundTaskHost;
import io.github.taskhost.sample.SampleClient.Answer;
import io.github.taskhost.task.BackgroundTaskRecord;
import io.github.taskhost.task.BackgroundTaskState;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class DemoIT {

	@LocalServerPort
	private int port;

	@Autowired
	private BackgroundTaskHost host;

	@Autowired
	private JdbcTemplate jdbc;

	@Test
	void demoStartsAnImportAndAMonitor() throws Exception {
		BackgroundTaskRecord bundled = this.host.listManaged("demo").get(0);
		assertThat(bundled.kind()).isEqualTo("import");
		States.await(this.host, bundled, BackgroundTaskState.WAITING);
		Answer answer = new SampleClient(this.port).post("/sessions/demo/tasks/" + bundled.id() + "/answer",
				"{\"key\":\"broken-rows\",\"answer\":{\"action\":\"approve\"}}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(this.host.await(bundled.id(), Duration.ofSeconds(30)).summary())
			.isEqualTo("1994 rows imported, 6 rejected");
		assertThat(this.jdbc.queryForObject("select count(*) from imported_row where task = ?", Integer.class,
				bundled.uid()))
			.isEqualTo(1994);
		assertThat(this.host.listManaged("demo").get(1).kind()).isEqualTo("monitor");
	}

}
