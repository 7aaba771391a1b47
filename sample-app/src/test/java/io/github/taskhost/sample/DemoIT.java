package io.github.taskhost.sample;

import java.time.Duration;
import java.util.List;

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
	void archiveHasRunningFailedAndGroupedImports() throws Exception {
		List<BackgroundTaskRecord> archive = this.host.listManaged("archive");
		BackgroundTaskRecord running = archive.get(0);
		States.await(this.host, running, BackgroundTaskState.RUNNING);
		this.host.requestCancel(running.id(), "try it");
		assertThat(this.host.await(running.id(), Duration.ofSeconds(30)).state())
			.isEqualTo(BackgroundTaskState.CANCELLED);
		BackgroundTaskRecord failed = this.host.await(archive.get(1).id(), Duration.ofSeconds(30));
		assertThat(failed.failure()).isNotNull()
			.satisfies((failure) -> assertThat(failure.message()).contains("not encoded in UTF-8"));
		assertThat(archive).filteredOn((task) -> task.kind().equals("group")).hasSize(1);
	}

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
		assertThat(this.host.session("demo").schedules().list())
			.satisfiesExactly((monitor) -> assertThat(monitor.registration().kind()).isEqualTo("monitor"));
		assertThat(this.host.listManaged("demo").get(1).kind()).isEqualTo("monitor");
	}

}
