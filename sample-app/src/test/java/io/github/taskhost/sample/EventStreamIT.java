package io.github.taskhost.sample;

import java.util.Iterator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class EventStreamIT {

	@Test
	void eventsAreStreamedUntilTheContextCloses() throws Exception {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(SampleApplication.class).run(
				"--server.port=0", "--taskhost.web.streams.heartbeat=50ms", "--sample.demo.enabled=false",
				"--spring.datasource.url=jdbc:h2:mem:events;DB_CLOSE_DELAY=-1");
		int port = Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
		SampleClient client = new SampleClient(port);
		try (Stream<String> lines = client.stream("/sessions/streamed/events")) {
			Iterator<String> stream = lines.iterator();
			assertThat(stream.next()).isEqualTo("event:state");
			assertThat(nextData(stream)).isEqualTo("data:{\"first\":true,\"last\":true,\"records\":[]}");
			client.postCsv("/sessions/other/imports", "a\n1\n");
			client.postCsv("/sessions/streamed/imports", "a\n1\n");
			assertThat(nextData(stream)).contains("\"type\":\"registered\"").contains("\"sessionId\":\"streamed\"");
			String data = nextData(stream);
			String comment = data;
			while (!data.contains("\"type\":\"completed\"")) {
				data = nextData(stream);
			}
			while (!comment.equals(":still here")) {
				comment = stream.next();
			}
			context.close();
			stream.forEachRemaining((line) -> assertThat(line).doesNotContain("data:"));
		}
		finally {
			context.close();
		}
	}

	private static String nextData(Iterator<String> stream) {
		String line = stream.next();
		while (!line.startsWith("data:")) {
			line = stream.next();
		}
		return line;
	}

}
